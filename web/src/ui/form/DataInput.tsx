import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';

interface DataInputProps {
  label: string;
  description: string;
  placeholder?: string;
  text: string;
  onText: (text: string) => void;
  /** How the text was understood. */
  summary: ReactNode;
  /** Of the summary: something of the text is left out. */
  isCut?: boolean;
  /** Kinds of files, as `<input accept>` takes them. */
  accept: string;
  fileLabel: string;
}

/** A place for data: typed, pasted, or read from a file. */
export function DataInput({
  text,
  onText,
  summary,
  isCut = false,
  accept,
  fileLabel,
  ...said
}: DataInputProps) {
  return (
    <Stack gap="xs">
      <Textarea
        {...said}
        autosize
        minRows={6}
        maxRows={15}
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      <Group gap="sm" justify="space-between">
        <Text size="sm" c={isCut ? 'var(--mantine-color-error)' : 'dimmed'} aria-live="polite">
          {summary}
        </Text>
        <FileButton
          accept={accept}
          onChange={(file) => void file?.text().then(onText)}
          inputProps={{ 'aria-label': fileLabel }}
        >
          {(props) => (
            <Button {...props} size="compact-sm" variant="default">
              Upload a file
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}

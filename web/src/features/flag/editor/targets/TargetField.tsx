import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useIssue } from '../../../../ui/form/issues.ts';
import { counted } from '../../../../ui/format.ts';
import { keysIn } from './targetKeys.ts';

interface TargetFieldProps {
  path: string;
  name: string;
  keys: readonly string[];
  onKeys: (keys: string[]) => void;
}

/** The people who get one variant whatever the rules say; typed, pasted or from a file. */
export function TargetField({ path, name, keys, onKeys }: TargetFieldProps) {
  const [text, setText] = useState(() => keys.join('\n'));
  const error = useIssue(path);
  const change = (next: string) => {
    setText(next);
    onKeys(keysIn(next));
  };
  const addFile = async (file: File | null) => {
    if (!file) return;
    const all = new Set([...keysIn(text), ...keysIn(await file.text())]);
    change([...all].join('\n'));
  };
  return (
    <div>
      <Textarea
        label={name}
        placeholder="One id on each line"
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        value={text}
        error={error}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={() => setText(keys.join('\n'))}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      <Group justify="space-between" mt={4} gap="xs">
        <Text size="xs" c="dimmed" aria-live="polite">
          {keys.length === 0 ? 'Nobody' : counted(keys.length, 'person', 'people')}
        </Text>
        <FileButton
          accept=".csv,.txt,.json,.jsonl,text/*"
          onChange={(file) => void addFile(file)}
          inputProps={{ 'aria-label': `File with people for ${name}` }}
        >
          {(props) => (
            <Button {...props} size="compact-xs" variant="default" aria-label={`Add from a file: ${name}`}>
              Add from a file
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  );
}

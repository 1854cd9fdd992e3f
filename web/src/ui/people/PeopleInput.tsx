import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { counted } from '../format.ts';
import type { People } from './parsePeople.ts';

interface PeopleInputProps {
  text: string;
  people: People;
  onText: (text: string) => void;
}

export const mostPeople = 500;
const formats = { ids: 'targeting keys', json: 'JSON', csv: 'CSV' };

/** A place to paste people: ids, JSON or CSV; says at once how it was understood. */
export function PeopleInput({ text, people, onText }: PeopleInputProps) {
  const { contexts, problems, format } = people;
  return (
    <Stack gap="xs">
      <Textarea
        label="People"
        description="One id on each line; or JSON, one person on each line; or CSV with the attributes' names in the first line."
        placeholder={'user-1\nuser-2\n\nor\n\ntargetingKey,tier,beta\nuser-1,pro,true'}
        autosize
        minRows={7}
        maxRows={16}
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      <Group gap="sm" justify="space-between">
        <Text
          size="sm"
          c={contexts.length > mostPeople ? 'var(--mantine-color-error)' : 'dimmed'}
          aria-live="polite"
        >
          {contexts.length === 0
            ? 'Nobody yet'
            : `${counted(contexts.length, 'person', 'people')}, read as ${formats[format]}`}
          {contexts.length > mostPeople && `; only the first ${mostPeople} are looked at`}
        </Text>
        <FileButton
          accept=".csv,.txt,.json,.jsonl,text/*"
          onChange={(file) => void file?.text().then(onText)}
          inputProps={{ 'aria-label': 'File with people' }}
        >
          {(props) => (
            <Button {...props} size="compact-sm" variant="default">
              Upload a file
            </Button>
          )}
        </FileButton>
      </Group>
      {problems.length > 0 && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {problems.slice(0, 3).join('. ')}
          {problems.length > 3 ? `, and ${problems.length - 3} more` : ''}.
        </Text>
      )}
    </Stack>
  );
}

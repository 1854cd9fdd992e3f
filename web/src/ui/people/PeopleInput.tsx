import { Stack, Text } from '@mantine/core';
import { DataInput } from '../form/DataInput.tsx';
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
  const isCut = contexts.length > mostPeople;
  const understood =
    contexts.length === 0
      ? 'Nobody yet'
      : `${counted(contexts.length, 'person', 'people')}, read as ${formats[format]}`;
  return (
    <Stack gap="xs">
      <DataInput
        label="People"
        description="One id on each line; or JSON, one person on each line; or CSV with the attributes' names in the first line."
        placeholder={'user-1\nuser-2\n\nor\n\ntargetingKey,tier,beta\nuser-1,pro,true'}
        text={text}
        onText={onText}
        summary={`${understood}${isCut ? `; only the first ${mostPeople} are looked at` : ''}`}
        isCut={isCut}
        accept=".csv,.txt,.json,.jsonl,text/*"
        fileLabel="File with people"
      />
      {problems.length > 0 && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {problems.slice(0, 3).join('. ')}
          {problems.length > 3 ? `, and ${problems.length - 3} more` : ''}.
        </Text>
      )}
    </Stack>
  );
}

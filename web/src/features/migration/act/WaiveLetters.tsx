import { Checkbox, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { counted } from '../../../ui/format.ts';

const limit = 200;

interface WaiveLettersProps {
  collection: string;
  version: string;
  waived: readonly string[];
  onWaive: (waived: string[]) => void;
}

/** The documents that could not be written to the new index, each of which a person may go on without. */
export function WaiveLetters({ collection, version, waived, onWaive }: WaiveLettersProps) {
  const { data } = useQuery(trpc.collections.deadLetters.queryOptions({ key: collection, limit }));
  const letters = (data?.letters ?? []).filter((letter) => letter.version === version);
  if (letters.length === 0) return null;
  return (
    <Checkbox.Group
      label={`${counted(letters.length, 'document')} could not be written to the new index`}
      description="Tick those that you go on without: searches will not find them, or find them as they were."
      value={[...waived]}
      onChange={onWaive}
    >
      <Stack gap={6} mt={8} mah={180} style={{ overflowY: 'auto' }}>
        {letters.map(({ document, error }) => (
          <Checkbox key={document} size="sm" value={document} label={document} description={error} />
        ))}
      </Stack>
      {data?.next && (
        <Text size="sm" c="dimmed" mt={6}>
          The first {limit} are listed. Try them again on the collection’s page instead of waiving more.
        </Text>
      )}
    </Checkbox.Group>
  );
}

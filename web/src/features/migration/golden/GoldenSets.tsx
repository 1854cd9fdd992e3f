import { Text } from '@mantine/core';
import { counted } from '../../../ui/format.ts';
import { When } from '../../../ui/When.tsx';
import type { GoldenSetEntry } from '../types.ts';

/** Which golden queries the verdict is made by. */
export function GoldenSets({ sets }: { sets: readonly GoldenSetEntry[] }) {
  const [newest, ...older] = sets;
  if (!newest)
    return (
      <Text size="sm">
        There are no golden queries yet. Without them nobody knows whether the new index answers as well, and
        a second person has to approve it.
      </Text>
    );
  return (
    <Text size="sm">
      The newest set counts: <b>{newest.name}</b>, {counted(newest.queries, 'query', 'queries')}, from{' '}
      <When at={newest.createdAt} style="moment" />.
      {older.length > 0 &&
        ` ${counted(older.length, 'older set')} no longer ${older.length === 1 ? 'counts' : 'count'}.`}
    </Text>
  );
}

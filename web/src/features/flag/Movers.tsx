import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { wholeSplit } from '../../../../shared/evaluation/split.ts';
import type { Flag, Serve } from '../../../../shared/model/flag.ts';
import { trpc } from '../../trpc.ts';
import { moversWords } from './moversWords.ts';

interface MoversProps {
  flag: Flag;
  /** The rule whose split it is; null for everyone else. */
  rule: string | null;
  live: Serve;
  next: Serve;
}

/** How many of the people seen lately would get something else, counted exactly from their buckets. */
export function Movers({ flag, rule, live, next }: MoversProps) {
  const [asked] = useDebouncedValue(next, 350);
  const split = asked.kind === 'split' ? asked.split : wholeSplit(asked.variant);
  const changed = JSON.stringify(asked) !== JSON.stringify(live);
  const movers = useQuery(
    trpc.flags.movers.queryOptions(
      { flag: flag.key, rule, split },
      { enabled: changed, placeholderData: keepPreviousData, retry: false },
    ),
  );
  if (!changed || !movers.data) return null;
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {moversWords(flag, movers.data)}
    </Text>
  );
}

import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Flag } from '../../../../../shared/model/flag.ts';
import { trpc } from '../../../trpc.ts';
import { formatCost } from '../../../ui/format.ts';
import { nameOf } from '../variants.ts';
import { budgetWords, placesOnBar, stateWords, thresholdsOf } from './budgetWords.ts';
import classes from './SpendingToday.module.css';

const refreshMs = 15_000;
const colors = { ok: 'pine', warn: 'amber', 'fall-back': 'amber', refuse: 'red' } as const;

/** What the flag has cost since midnight, UTC, against its budget. */
export function SpendingToday({ flag }: { flag: Flag }) {
  const { data, error } = useQuery(
    trpc.spending.today.queryOptions({ flag: flag.key }, { refetchInterval: refreshMs }),
  );
  const thresholds = thresholdsOf(data ? data.budget : flag.budget, (key) => nameOf(flag, key));
  const places = placesOnBar(data?.spentUsd ?? 0, thresholds);
  const spent = data ? formatCost(data.spentUsd) : error ? 'not known now' : '…';
  return (
    <div className={classes.spending}>
      <Group gap={8} mb={4}>
        <Text size="sm" fw={600}>
          {spent} spent today
        </Text>
        {data && thresholds.length > 0 && (
          <Badge size="sm" radius="sm" tt="none" variant="light" color={colors[data.state]}>
            {stateWords[data.state]}
          </Badge>
        )}
      </Group>
      {thresholds.length > 0 && (
        <div
          className={classes.bar}
          role="img"
          aria-label={`${spent} spent today; the budget ${budgetWords(thresholds)}`}
        >
          <span
            className={classes.spent}
            data-state={data?.state ?? 'ok'}
            style={{ width: `${places.spent}%` }}
          />
          {thresholds.map((threshold, index) => (
            <span
              key={threshold.state}
              className={classes.threshold}
              data-state={threshold.state}
              style={{ left: `${places.thresholds[index] ?? 0}%` }}
              title={threshold.words}
            />
          ))}
        </div>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {thresholds.length === 0 ? 'There is no budget.' : `The budget ${budgetWords(thresholds)}.`} Spent
        since midnight, UTC; calls of unknown price are not counted.
      </Text>
    </div>
  );
}

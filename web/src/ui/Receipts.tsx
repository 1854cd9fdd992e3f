import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../trpc.ts';
import { counted, formatDuration } from './format.ts';

/** Which clients obey the newest revision, how fast the slowest was, and who lags. */
export function Receipts() {
  const { data } = useQuery(trpc.clients.receipts.queryOptions(undefined, { staleTime: 1_000 }));
  if (!data) return null;
  const { obeyed, total, revision, slowestMs, clients } = data;
  const lagging = clients.filter((client) => client.lagging).map((client) => client.name);
  return (
    <Text size="xs" c={lagging.length > 0 ? 'var(--kg-warning)' : 'dimmed'} role="status">
      {total === 0
        ? 'No client evaluates locally; calls through the server obey at once.'
        : `${obeyed} of ${counted(total, 'client')} at revision ${revision}${slowestMs === null ? '' : `, slowest ${formatDuration(slowestMs)}`}.`}
      {lagging.length > 0 &&
        ` Lagging: ${lagging.slice(0, 5).join(', ')}${lagging.length > 5 ? ` and ${lagging.length - 5} more` : ''}.`}
    </Text>
  );
}

import { Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { formatCount, formatProportion } from '../../../ui/format.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { Histogram } from '../Histogram.tsx';
import classes from '../Migration.module.css';
import type { FiguresOfSide, MigrationDetail } from '../types.ts';
import { formatMs } from '../words.ts';

const everyMs = 5_000;

/** What live queries meet on both indexes, beside each other. */
export default function FiguresPanel({ migration: { id, state } }: { migration: MigrationDetail }) {
  const { data, error, refetch } = useQuery(
    trpc.migrations.figures.queryOptions({ id }, { refetchInterval: everyMs }),
  );
  const of = (side: FiguresOfSide['side']) => data?.sides.find((one) => one.side === side);
  const [old, fresh] = [of('old'), of('new')];
  const queries = (old?.queries ?? 0) + (fresh?.queries ?? 0);
  return (
    <Panel
      title="Live queries"
      note={
        data
          ? `Of the last ${data.minutes} minutes, through this server. Comparisons and searches on these pages do not count.`
          : undefined
      }
    >
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={140} />}
      {old && fresh && (
        <div className={classes.beside}>
          <Table className={classes.table ?? ''} aria-label="Live queries on both indexes">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>
                  <span className="visually-hidden">Figure</span>
                </Table.Th>
                <Table.Th ta="right">
                  Old index{state.serving === 'old' && <span className={classes.small}> serves</span>}
                </Table.Th>
                <Table.Th ta="right">
                  New index{state.serving === 'new' && <span className={classes.small}> serves</span>}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ name, value }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row" fw={400}>
                    {name}
                  </Table.Th>
                  <Table.Td ta="right">{value(old)}</Table.Td>
                  <Table.Td ta="right">{value(fresh)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {queries === 0 ? (
            <Text size="sm" c="dimmed" mt="sm">
              Nobody has asked in this time. Figures come with the first queries.
            </Text>
          ) : (
            <Histogram what="queries" old={old.histogram} new={fresh.histogram} />
          )}
        </div>
      )}
    </Panel>
  );
}

const rows: { name: string; value: (side: FiguresOfSide) => string }[] = [
  { name: 'Queries', value: ({ queries }) => formatCount(queries) },
  {
    name: 'Found nothing',
    value: ({ empty, queries }) => `${formatCount(empty)} (${formatProportion(empty, queries)})`,
  },
  {
    name: 'Failed',
    value: ({ failed, queries }) => `${formatCount(failed)} (${formatProportion(failed, queries)})`,
  },
  { name: 'Half within', value: ({ p50Ms }) => formatMs(p50Ms) },
  { name: '95 of 100 within', value: ({ p95Ms }) => formatMs(p95Ms) },
  { name: '99 of 100 within', value: ({ p99Ms }) => formatMs(p99Ms) },
];

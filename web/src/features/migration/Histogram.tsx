import { Table, Text } from '@mantine/core';
import { formatCount } from '../../ui/format.ts';
import classes from './Migration.module.css';
import { formatMs } from './words.ts';

interface Bucket {
  upToMs: number;
  count: number;
}

interface HistogramProps {
  /** What is counted: "searches", "queries". */
  what: string;
  old: readonly Bucket[];
  new: readonly Bucket[];
}

const height = 100;
const slot = 24;
/** A few buckets stay as slim as many. */
const leastSlots = 12;

/** How long searches took on both indexes, as shares of each, so that unequal traffic compares; a table has the counts. */
export function Histogram({ what, old, new: fresh }: HistogramProps) {
  const buckets = [...new Set([...old, ...fresh].map(({ upToMs }) => upToMs))].sort((a, b) => a - b);
  const shares = { old: sharesOf(old), new: sharesOf(fresh) };
  const most = Math.max(0.01, ...shares.old.values(), ...shares.new.values());
  if (buckets.length === 0) return null;
  const slots = Math.max(leastSlots, buckets.length);
  const bar = (share: number) => (share / most) * (height - 4);
  return (
    <div>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${slots * slot} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`How long ${what} took on the old and the new index, as shares of each; the table has the figures`}
      >
        <rect className={classes.base} x={0} y={height - 1} width={slots * slot} height={1} />
        {buckets.map((upToMs, index) => (
          <g key={upToMs}>
            <rect
              className={classes.barOld}
              x={index * slot + 2}
              width={slot / 2 - 2.5}
              y={height - 1 - bar(shares.old.get(upToMs) ?? 0)}
              height={bar(shares.old.get(upToMs) ?? 0)}
            />
            <rect
              className={classes.barNew}
              x={index * slot + slot / 2 + 0.5}
              width={slot / 2 - 2.5}
              y={height - 1 - bar(shares.new.get(upToMs) ?? 0)}
              height={bar(shares.new.get(upToMs) ?? 0)}
            />
          </g>
        ))}
      </svg>
      <div
        className={classes.ends}
        style={{ width: `${(buckets.length / slots) * 100}%` }}
        aria-hidden="true"
      >
        <span>{formatMs(buckets[0] ?? 0)} or less</span>
        {buckets.length > 4 && <span>{formatMs(buckets.at(-1) ?? 0)}</span>}
      </div>
      <Text size="xs" c="dimmed" component="div">
        <span className={classes.swatch} style={{ background: 'var(--kg-variant-known)' }} />
        old
        <span
          className={classes.swatch}
          style={{ background: 'var(--kg-variant-1)', marginInlineStart: 14 }}
        />
        new
      </Text>
      <details className={classes.details}>
        <summary>The same as a table</summary>
        <Table className={classes.table ?? ''} aria-label={`How long ${what} took`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Up to</Table.Th>
              <Table.Th ta="right">Old</Table.Th>
              <Table.Th ta="right">New</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {buckets.map((upToMs) => (
              <Table.Tr key={upToMs}>
                <Table.Td>{formatMs(upToMs)}</Table.Td>
                <Table.Td ta="right">{formatCount(countAt(old, upToMs))}</Table.Td>
                <Table.Td ta="right">{formatCount(countAt(fresh, upToMs))}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </div>
  );
}

const countAt = (side: readonly Bucket[], upToMs: number): number =>
  side.find((bucket) => bucket.upToMs === upToMs)?.count ?? 0;

function sharesOf(side: readonly Bucket[]): Map<number, number> {
  const total = side.reduce((sum, { count }) => sum + count, 0);
  return new Map(side.map(({ upToMs, count }) => [upToMs, total === 0 ? 0 : count / total]));
}

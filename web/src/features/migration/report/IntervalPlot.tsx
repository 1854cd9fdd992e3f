import { Table, Text } from '@mantine/core';
import { parityMargin, type StatisticalResult } from '../../../../../shared/migration/statisticalVerdict.ts';
import type { MeanDifference } from '../../../../../shared/statistics/pairedBootstrap.ts';
import classes from '../Migration.module.css';
import { formatChange } from '../words.ts';
import { type Scale, scaleOf } from './scale.ts';

const measures = [
  { key: 'ndcg10', name: 'nDCG@10', about: 'how high the right documents stand' },
  { key: 'recall100', name: 'recall@100', about: 'how many of them are found at all' },
] as const;

/** Change of both measures with their bounds, against the line that neither may cross. */
export function IntervalPlot({ statistical }: { statistical: StatisticalResult }) {
  const found = measures.map((measure) => ({ ...measure, change: statistical[measure.key] }));
  const scale = scaleOf([
    -parityMargin * 2,
    0.02,
    ...found.flatMap(({ change }) => [change.lower, change.upper]),
  ]);
  return (
    <>
      {found.map(({ key, name, about, change }) => (
        <div key={key} className={classes.interval}>
          <Text size="sm" fw={600}>
            {name}
            <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
              {about}
            </Text>
          </Text>
          <Interval name={name} change={change} scale={scale} />
          <Text size="sm">
            {formatChange(change.mean)}{' '}
            <Text component="span" size="xs" c="dimmed">
              ({formatChange(change.lower)} to {formatChange(change.upper)})
            </Text>
            <Text component="span" display="block" size="xs" c="dimmed">
              {positionWords(change)}
            </Text>
          </Text>
        </div>
      ))}
      <div className={classes.interval} aria-hidden="true">
        <span className={classes.wide} />
        <div className={classes.axis}>
          {scale.ticks.map((tick) => (
            <span key={tick} style={{ left: `clamp(18px, ${scale.at(tick)}%, calc(100% - 18px))` }}>
              {tick === 0 ? '0' : formatChange(tick).replace(/0$/, '')}
            </span>
          ))}
        </div>
        <span className={classes.wide} />
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        Bars reach from the lower to the upper 95% bound of the change, the dot is its mean. A bar wholly
        right of the red line passes, one wholly left of it fails, one across it decides nothing.
      </Text>
      <details className={classes.details}>
        <summary>The same as a table</summary>
        <Table className={classes.table ?? ''} aria-label="Change of the measures">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Measure</Table.Th>
              <Table.Th>Mean change</Table.Th>
              <Table.Th>Lower bound</Table.Th>
              <Table.Th>Upper bound</Table.Th>
              <Table.Th>Queries</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map(({ key, name, change }) => (
              <Table.Tr key={key}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{formatChange(change.mean)}</Table.Td>
                <Table.Td>{formatChange(change.lower)}</Table.Td>
                <Table.Td>{formatChange(change.upper)}</Table.Td>
                <Table.Td>{change.n}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </>
  );
}

function Interval({ name, change, scale }: { name: string; change: MeanDifference; scale: Scale }) {
  const { mean, lower, upper } = change;
  return (
    <div
      className={classes.plot}
      role="img"
      aria-label={`${name}: ${formatChange(mean)}, from ${formatChange(lower)} to ${formatChange(upper)}; ${positionWords(change)}`}
    >
      <div className={classes.tooLow} style={{ width: `${scale.at(-parityMargin)}%` }} />
      <div className={classes.mark} style={{ left: `${scale.at(0)}%` }} />
      <div className={classes.mark} data-kind="margin" style={{ left: `${scale.at(-parityMargin)}%` }} />
      <div
        className={classes.whisker}
        data-verdict={position(change)}
        style={{ left: `${scale.at(lower)}%`, width: `${scale.at(upper) - scale.at(lower)}%` }}
      />
      <div className={classes.mean} style={{ left: `${scale.at(mean)}%` }} />
    </div>
  );
}

/** Where a change lies against the margin. */
export function position({
  lower,
  upper,
}: Pick<MeanDifference, 'lower' | 'upper'>): 'pass' | 'fail' | 'open' {
  if (lower > -parityMargin) return 'pass';
  return upper < -parityMargin ? 'fail' : 'open';
}

const words = {
  pass: 'wholly above the line of −0.02',
  fail: 'wholly below the line of −0.02',
  open: 'across the line of −0.02',
};
const positionWords = (change: MeanDifference): string => words[position(change)];

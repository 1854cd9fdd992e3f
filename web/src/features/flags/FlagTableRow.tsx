import { Checkbox, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { FlagSummary } from '../../trpc.ts';
import { formatCost, formatCount, formatDuration, formatShare, none } from '../../ui/format.ts';
import { flagState, StateBadge } from '../../ui/StateBadge.tsx';
import { servingParts } from '../../ui/serving.ts';
import { VariantBar } from '../../ui/VariantBar.tsx';
import { When } from '../../ui/When.tsx';
import classes from './FlagTable.module.css';
import { StaleMark } from './StaleMark.tsx';

interface FlagTableRowProps {
  flag: FlagSummary;
  number: number;
  height: number;
  selected: boolean;
  onSelect: ((flag: string) => void) | undefined;
}

/** One flag in the table; always as high as every other. */
export const FlagTableRow = memo(function FlagTableRow(props: FlagTableRowProps) {
  const { flag, number, height, selected, onSelect } = props;
  const parts = servingParts(flag);
  const shares = parts.map((part) => `${formatShare(part.share)} ${part.name}`).join(' · ');
  const about = [flag.owner, ...flag.tags].filter(Boolean).join(' · ') || flag.key;
  const { traffic } = flag;
  const ofCalls = (text: string) => (flag.kind === 'call' ? text : none);
  return (
    <Table.Tr style={{ height }} aria-rowindex={number} data-selected={selected || undefined}>
      {onSelect && (
        <Table.Td>
          <Checkbox
            size="xs"
            aria-label={`Select ${flag.name}`}
            checked={selected}
            onChange={() => onSelect(flag.key)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <div className={classes.name}>
          <Link to="/flags/$flag" params={{ flag: flag.key }} className="quiet">
            {flag.name}
          </Link>
          <StaleMark flag={flag} />
        </div>
        <div className={classes.small} title={about}>
          {about}
        </div>
      </Table.Td>
      <Table.Td>
        <StateBadge state={flagState(flag)} />
      </Table.Td>
      <Table.Td>
        <VariantBar parts={parts} label={`${flag.name} serves`} />
        <div className={classes.serves} title={shares}>
          {shares}
        </div>
      </Table.Td>
      <Table.Td ta="right">{ofCalls(formatCount(traffic.calls))}</Table.Td>
      <Table.Td ta="right">{ofCalls(formatCount(traffic.fallbacks))}</Table.Td>
      <Table.Td ta="right" className={traffic.failed > 0 ? classes.failed : undefined}>
        {ofCalls(formatCount(traffic.failed))}
      </Table.Td>
      <Table.Td ta="right">{ofCalls(formatDuration(traffic.p95Ms))}</Table.Td>
      <Table.Td ta="right">{ofCalls(formatCost(traffic.costUsd))}</Table.Td>
      <Table.Td>
        {flag.lastEvaluatedAt === null ? (
          <span className={classes.small}>never</span>
        ) : (
          <When at={flag.lastEvaluatedAt} />
        )}
      </Table.Td>
    </Table.Tr>
  );
});

import { Badge, Group, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FlagSummary } from '../../trpc.ts';
import { formatCost, formatCount, formatDuration } from '../../ui/format.ts';
import { flagState, StateBadge } from '../../ui/StateBadge.tsx';
import { servingParts } from '../../ui/serving.ts';
import { VariantBar, VariantLegend } from '../../ui/VariantBar.tsx';
import { When } from '../../ui/When.tsx';
import { WideTable } from '../../ui/WideTable.tsx';
import { SortHeader } from './SortHeader.tsx';
import type { FlagsSearch } from './search.ts';

interface FlagTableProps {
  flags: readonly FlagSummary[];
  search: FlagsSearch;
  onSearch: (search: FlagsSearch) => void;
}

export function FlagTable({ flags, search, onSearch }: FlagTableProps) {
  const header = { search, onSearch };
  return (
    <WideTable label="Flags" minWidth={980} verticalSpacing="xs" horizontalSpacing="md" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <SortHeader sort="name" {...header}>
            Flag
          </SortHeader>
          <Table.Th>State</Table.Th>
          <Table.Th w={260}>Serves</Table.Th>
          <SortHeader sort="calls" numeric {...header}>
            Calls
          </SortHeader>
          <SortHeader sort="fallbacks" numeric {...header}>
            Fallbacks
          </SortHeader>
          <SortHeader sort="failed" numeric {...header}>
            Failed
          </SortHeader>
          <SortHeader sort="p95" numeric {...header}>
            p95
          </SortHeader>
          <SortHeader sort="cost" numeric {...header}>
            Cost
          </SortHeader>
          <Table.Th>Last call</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {flags.map((flag) => (
          <Row key={flag.key} flag={flag} />
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function Row({ flag }: { flag: FlagSummary }) {
  const parts = servingParts(flag);
  const { traffic } = flag;
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Link to="/flags/$flag" params={{ flag: flag.key }} className="quiet" style={{ fontWeight: 600 }}>
          {flag.name}
        </Link>
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            {[flag.owner, ...flag.tags].filter(Boolean).join(' · ') || flag.key}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td>
        <StateBadge state={flagState(flag)} />
        {flag.stale.length > 0 && (
          <Badge
            mt={4}
            size="sm"
            radius="sm"
            tt="none"
            variant="light"
            color="gray"
            title={flag.stale.join(' ')}
          >
            Stale
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <VariantBar parts={parts} label={`${flag.name} serves`} />
        <VariantLegend parts={parts.map((part) => ({ ...part, unitLabel: '' }))} />
      </Table.Td>
      <Table.Td ta="right">{formatCount(traffic.calls)}</Table.Td>
      <Table.Td ta="right">{formatCount(traffic.fallbacks)}</Table.Td>
      <Table.Td ta="right" {...(traffic.failed > 0 ? { c: 'var(--kg-danger)' } : {})}>
        {formatCount(traffic.failed)}
      </Table.Td>
      <Table.Td ta="right">{formatDuration(traffic.p95Ms)}</Table.Td>
      <Table.Td ta="right">{formatCost(traffic.costUsd)}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {traffic.lastAt === null ? (
          <Text size="sm" c="dimmed">
            none
          </Text>
        ) : (
          <When at={traffic.lastAt} />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

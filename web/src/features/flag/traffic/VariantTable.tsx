import { Table } from '@mantine/core';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { FlagTraffic } from '../../../trpc.ts';
import { formatCost, formatCount, formatDuration, formatProportion } from '../../../ui/format.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { variantColors } from '../../../ui/variantColors.ts';
import { WideTable } from '../../../ui/WideTable.tsx';

/** The variants beside each other, figure by figure. */
export function VariantTable({ flag, traffic }: { flag: Flag; traffic: FlagTraffic }) {
  const colors = variantColors(flag.variants, flag.knownGood);
  return (
    <Panel title="By variant" note="Each call counts for the variant that the flag chose for it.">
      <WideTable label="By variant" minWidth={680} styles={{ td: { whiteSpace: 'nowrap' } }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Variant</Table.Th>
            {['Calls', 'As assigned', 'Fallbacks', 'Failed', 'p50', 'p95', 'Tokens', 'Cost'].map(
              (heading) => (
                <Table.Th key={heading} ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {heading}
                </Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {traffic.variants.map(({ variant, name, traffic: figures }) => (
            <Table.Tr key={variant}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <span
                  style={{
                    display: 'inline-block',
                    width: 8,
                    height: 8,
                    marginRight: 8,
                    borderRadius: 2,
                    background: colors.get(variant),
                  }}
                />
                {name}
              </Table.Td>
              <Table.Td ta="right">{formatCount(figures.calls)}</Table.Td>
              <Table.Td ta="right">
                {formatProportion(figures.calls - figures.fallbacks, figures.calls)}
              </Table.Td>
              <Table.Td ta="right">{formatCount(figures.fallbacks)}</Table.Td>
              <Table.Td ta="right">{formatCount(figures.failed)}</Table.Td>
              <Table.Td ta="right">{formatDuration(figures.p50Ms)}</Table.Td>
              <Table.Td ta="right">{formatDuration(figures.p95Ms)}</Table.Td>
              <Table.Td ta="right">{formatCount(figures.tokens)}</Table.Td>
              <Table.Td ta="right">{formatCost(figures.costUsd)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Panel>
  );
}

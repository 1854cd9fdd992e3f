import { Table } from '@mantine/core';
import type { FlagData, RecordedCall } from '../../../trpc.ts';
import { WideTable } from '../../../ui/WideTable.tsx';
import { CallRow } from './CallRow.tsx';

const columns: { heading: string; numeric?: boolean }[] = [
  { heading: 'Time' },
  { heading: 'Answered by' },
  { heading: 'Why' },
  { heading: 'Outcome' },
  { heading: 'Took', numeric: true },
  { heading: 'Tokens', numeric: true },
  { heading: 'Cost', numeric: true },
];

export function CallsTable({ data, calls }: { data: FlagData; calls: readonly RecordedCall[] }) {
  return (
    <WideTable label="Recent calls" minWidth={820} verticalSpacing={6} fz="sm">
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ heading, numeric = false }) => (
            <Table.Th key={heading} ta={numeric ? 'right' : 'left'}>
              {heading}
            </Table.Th>
          ))}
          <Table.Th w={44}>
            <span className="visually-hidden">Details</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {calls.map((call) => (
          <CallRow key={call.id} data={data} call={call} columns={columns.length + 1} />
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

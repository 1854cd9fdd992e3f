import { Checkbox, Table } from '@mantine/core';
import { useRef } from 'react';
import type { FlagSummary } from '../../trpc.ts';
import { useWindowedRows } from '../../ui/useWindowedRows.ts';
import { WideTable } from '../../ui/WideTable.tsx';
import classes from './FlagTable.module.css';
import { FlagTableRow } from './FlagTableRow.tsx';
import { SortHeader } from './SortHeader.tsx';
import type { FlagsSearch } from './search.ts';
import type { Selection } from './useSelection.ts';

interface FlagTableProps {
  flags: readonly FlagSummary[];
  search: FlagsSearch;
  selection: Selection;
  /** Whether flags can be selected at all. */
  selectable: boolean;
  onSearch: (search: FlagsSearch) => void;
}

const rowHeight = 62;

/** Every flag that was found; only the rows near the window are rendered, so that ten thousand stay smooth. */
export function FlagTable({ flags, search, selection, selectable, onSearch }: FlagTableProps) {
  const header = { search, onSearch };
  const body = useRef<HTMLTableSectionElement>(null);
  const { start, end } = useWindowedRows(body, flags.length, rowHeight);
  const columns = selectable ? 10 : 9;
  const spacer = (rows: number) =>
    rows > 0 && (
      <tr style={{ height: rows * rowHeight }}>
        <td colSpan={columns} />
      </tr>
    );
  return (
    <WideTable
      label="Flags"
      minWidth={1150}
      className={classes.table}
      horizontalSpacing="sm"
      highlightOnHover
      aria-rowcount={flags.length + 1}
    >
      <Table.Thead>
        <Table.Tr>
          {selectable && (
            <Table.Th w={44}>
              <Checkbox
                size="xs"
                aria-label="Select all that were found"
                checked={selection.count > 0 && selection.count === flags.length}
                indeterminate={selection.count > 0 && selection.count < flags.length}
                onChange={(event) => (event.currentTarget.checked ? selection.all(flags) : selection.clear())}
              />
            </Table.Th>
          )}
          <SortHeader sort="name" {...header}>
            Flag
          </SortHeader>
          <Table.Th w={112}>State</Table.Th>
          <Table.Th w={206}>Serves</Table.Th>
          <SortHeader sort="calls" numeric width={76} {...header}>
            Calls
          </SortHeader>
          <SortHeader sort="fallbacks" numeric width={100} {...header}>
            Fallbacks
          </SortHeader>
          <SortHeader sort="failed" numeric width={80} {...header}>
            Failed
          </SortHeader>
          <SortHeader sort="p95" numeric width={84} {...header}>
            p95
          </SortHeader>
          <SortHeader sort="cost" numeric width={84} {...header}>
            Cost
          </SortHeader>
          <SortHeader sort="evaluated" width={156} {...header}>
            Last evaluated
          </SortHeader>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ref={body}>
        {spacer(start)}
        {flags.slice(start, end).map((flag, index) => (
          <FlagTableRow
            key={flag.key}
            flag={flag}
            number={start + index + 2}
            height={rowHeight}
            selected={selection.has(flag.key)}
            onSelect={selectable ? selection.toggle : undefined}
          />
        ))}
        {spacer(flags.length - end)}
      </Table.Tbody>
    </WideTable>
  );
}

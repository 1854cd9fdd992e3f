import { Table, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FlagsSearch, SortKey } from './search.ts';

interface SortHeaderProps {
  sort: SortKey;
  numeric?: boolean;
  width?: number;
  search: FlagsSearch;
  onSearch: (search: FlagsSearch) => void;
  children: ReactNode;
}

/** A column heading that sorts by its column, and on a second press the other way round. */
export function SortHeader({ sort, numeric = false, width, search, onSearch, children }: SortHeaderProps) {
  const natural = sort === 'name' ? 'up' : 'down';
  const active = (search.sort ?? 'name') === sort;
  const order = active ? (search.order ?? natural) : natural;
  const next = active ? (order === 'up' ? 'down' : 'up') : natural;
  const arrow = (
    <span aria-hidden="true" style={{ opacity: active ? 1 : 0 }}>
      {order === 'up' ? ' ↑ ' : ' ↓ '}
    </span>
  );
  return (
    <Table.Th
      w={width}
      ta={numeric ? 'right' : 'left'}
      aria-sort={active ? (order === 'up' ? 'ascending' : 'descending') : 'none'}
    >
      <UnstyledButton
        fz="inherit"
        fw={active ? 700 : 600}
        style={{ whiteSpace: 'nowrap' }}
        onClick={() => onSearch({ ...search, sort, order: next })}
      >
        {numeric && arrow}
        {children}
        {!numeric && arrow}
      </UnstyledButton>
    </Table.Th>
  );
}

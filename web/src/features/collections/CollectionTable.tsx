import { Table } from '@mantine/core';
import { WideTable } from '../../ui/WideTable.tsx';
import { CollectionRow } from './CollectionRow.tsx';
import classes from './Collections.module.css';
import type { CollectionEntry } from './types.ts';

export function CollectionTable({ collections }: { collections: readonly CollectionEntry[] }) {
  return (
    <WideTable
      label="Collections"
      minWidth={1000}
      className={classes.table ?? ''}
      horizontalSpacing="sm"
      highlightOnHover
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Collection</Table.Th>
          <Table.Th w={110} ta="right">
            Documents
          </Table.Th>
          <Table.Th w={300}>Index version that serves</Table.Th>
          <Table.Th w={150}>Waiting writes</Table.Th>
          <Table.Th w={130}>Dead letters</Table.Th>
          <Table.Th w={140}>Used by</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {collections.map((collection) => (
          <CollectionRow key={collection.key} collection={collection} />
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

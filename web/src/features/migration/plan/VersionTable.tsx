import { Table } from '@mantine/core';
import classes from '../Migration.module.css';
import type { ComparedFact } from './compareVersions.ts';

/** The index that serves beside the new one, fact by fact. */
export function VersionTable({ facts }: { facts: readonly ComparedFact[] }) {
  return (
    <Table className={classes.table ?? ''} aria-label="The index that serves beside the new one">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="24%">
            <span className="visually-hidden">Fact</span>
          </Table.Th>
          <Table.Th w="38%">Serves now</Table.Th>
          <Table.Th>New</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {facts.map(({ what, old, new: fresh, changed }) => (
          <Table.Tr key={what}>
            <Table.Th scope="row" fw={400} c="dimmed">
              {what}
            </Table.Th>
            <Table.Td>{old}</Table.Td>
            <Table.Td className={changed ? (classes.changed ?? '') : ''}>
              {changed ? fresh : <span className={classes.small}>the same</span>}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

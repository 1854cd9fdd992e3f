import { ScrollArea, Table, Text } from '@mantine/core';
import type { SegmentTest } from '../../trpc.ts';
import { counted } from '../../ui/format.ts';
import { CheckIcon, CrossIcon } from '../../ui/icons.tsx';
import classes from './SegmentTestTable.module.css';

/** Person by person, in or out, with what held and what was found instead. */
export function SegmentTestTable({ result }: { result: SegmentTest }) {
  const { rows, inside } = result;
  return (
    <>
      <Text fw={600} mb="xs">
        {inside} of {counted(rows.length, 'person is', 'people are')} in it
      </Text>
      <ScrollArea.Autosize
        mah={420}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Who is in it' }}
      >
        <Table verticalSpacing={6} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Person</Table.Th>
              <Table.Th w={60}>In it</Table.Th>
              <Table.Th>Conditions</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, index) => (
              // People may be given twice; a row is its place in what was pasted.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <Table.Tr key={index}>
                <Table.Td className={classes.person}>{row.targetingKey ?? 'no targeting key'}</Table.Td>
                <Table.Td>{row.inside ? <strong>yes</strong> : 'no'}</Table.Td>
                <Table.Td>
                  <ul className={classes.checks}>
                    {row.checks.map((check) => (
                      <li key={check.text} data-held={check.held || undefined}>
                        {check.held ? <CheckIcon size={13} /> : <CrossIcon size={13} />}
                        <span>
                          {check.text}{' '}
                          <span className="visually-hidden">{check.held ? 'holds' : 'does not'}</span>
                          {!check.held && <em> ({check.found})</em>}
                        </span>
                      </li>
                    ))}
                  </ul>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </>
  );
}

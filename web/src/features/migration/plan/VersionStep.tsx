import { Stack, Table } from '@mantine/core';
import { VersionFields } from '../../../ui/indexes/VersionFields.tsx';
import type { VersionDraft } from '../../../ui/indexes/versionDraft.ts';
import { Panel } from '../../../ui/Panel.tsx';
import classes from '../Migration.module.css';
import type { ComparedFact } from './compareVersions.ts';

interface VersionStepProps {
  draft: VersionDraft;
  facts: readonly ComparedFact[];
  onChange: (change: Partial<VersionDraft>) => void;
}

/** How the new index cuts and compares, and what that changes against the one that serves. */
export function VersionStep({ draft, facts, onChange }: VersionStepProps) {
  return (
    <Stack gap="md">
      <Panel
        title="The new index"
        note="It begins as the index that serves now is. Change what shall be different."
      >
        <Stack gap="md">
          <VersionFields draft={draft} onChange={onChange} />
        </Stack>
      </Panel>
      <Panel title="What changes">
        <VersionTable facts={facts} />
      </Panel>
    </Stack>
  );
}

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

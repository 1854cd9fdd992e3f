import { Text } from '@mantine/core';
import { Panel } from '../../ui/Panel.tsx';
import { BackfillSpeed } from './BackfillPanel.tsx';
import { EstimateFacts } from './plan/EstimateFacts.tsx';
import type { MigrationDetail } from './types.ts';

/** What a draft will take, as it was planned. */
export function PlanPanel({ migration }: { migration: MigrationDetail }) {
  return (
    <Panel
      title="What it will take"
      note="From a sample of the documents, when it was planned."
      aside={<BackfillSpeed migration={migration} />}
    >
      {migration.estimate ? (
        <EstimateFacts estimate={migration.estimate} />
      ) : (
        <Text size="sm" c="dimmed">
          It was planned without an estimate.
        </Text>
      )}
    </Panel>
  );
}

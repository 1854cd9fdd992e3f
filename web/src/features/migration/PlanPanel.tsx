import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../trpc.ts';
import { Panel } from '../../ui/Panel.tsx';
import { BackfillSpeed } from './BackfillSpeed.tsx';
import classes from './Migration.module.css';
import { compareVersions } from './plan/compareVersions.ts';
import { EstimateFacts } from './plan/EstimateFacts.tsx';
import { planWords } from './plan/planWords.ts';
import { VersionTable } from './plan/VersionTable.tsx';
import type { Collection, MigrationDetail } from './types.ts';

interface PlanPanelProps {
  migration: MigrationDetail;
  collection: Collection | undefined;
}

/** What a draft is for, what decides, and what it will take, as it was planned. */
export default function PlanPanel({ migration, collection }: PlanPanelProps) {
  const { state, version, estimate } = migration;
  const golden = useQuery(trpc.migrations.goldenSets.queryOptions({ collection: state.collection }));
  const serving = collection?.indexes.find((index) => index.version === state.from);
  return (
    <Stack gap="md">
      {golden.data && (
        <Panel title="The plan in words">
          <ol className={classes.sentences} aria-label="The plan in words">
            {planWords({
              collection: { name: collection?.name ?? state.collection },
              label: version.label,
              throttle: state.throttle,
              estimate: estimate ?? undefined,
              golden: golden.data.sets[0],
            }).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </Panel>
      )}
      {serving && (
        <Panel title="What changes">
          <VersionTable facts={compareVersions(serving.specification, version.specification)} />
        </Panel>
      )}
      <Panel
        title="What it will take"
        note="From a sample of the documents, when it was planned."
        aside={<BackfillSpeed migration={migration} />}
      >
        {estimate ? (
          <EstimateFacts estimate={estimate} />
        ) : (
          <Text size="sm" c="dimmed">
            It was planned without an estimate.
          </Text>
        )}
      </Panel>
    </Stack>
  );
}

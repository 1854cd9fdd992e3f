import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { GoldenFields } from '../golden/GoldenFields.tsx';
import { GoldenSets } from '../golden/GoldenSets.tsx';
import type { useGoldenDraft } from '../golden/useGoldenDraft.ts';

interface GoldenStepProps {
  collection: string;
  draft: ReturnType<typeof useGoldenDraft>;
}

/** The queries that the two indexes are judged by: the newest set, or another one that is put here. */
export default function GoldenStep({ collection, draft }: GoldenStepProps) {
  const sets = useQuery(trpc.migrations.goldenSets.queryOptions({ collection }));
  return (
    <Panel
      title="Golden queries"
      note="Queries of users with the documents that answer them, judged by people. They decide whether the new index is as good as the old one."
    >
      <Stack gap="md">
        {sets.error && !sets.data && <PageFailure error={sets.error} onRetry={() => void sets.refetch()} />}
        {sets.data ? <GoldenSets sets={sets.data.sets} /> : !sets.error && <Skeleton height={40} />}
        <TextInput
          label="Name of a new set"
          placeholder="Questions of October"
          maxLength={120}
          value={draft.name}
          onChange={(event) => draft.setName(event.currentTarget.value)}
        />
        <GoldenFields text={draft.text} read={draft.read} onText={draft.setText} />
        {draft.keep.error && <PageFailure error={draft.keep.error} />}
        <Group gap="sm">
          <Button
            variant="default"
            loading={draft.keep.isPending}
            disabled={!draft.isReady}
            onClick={draft.save}
          >
            Keep these queries
          </Button>
          {draft.read.queries.length > 0 && draft.name.trim() === '' && (
            <Text size="sm" c="dimmed">
              Give the set a name first.
            </Text>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}

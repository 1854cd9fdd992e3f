import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { UnitCard } from './UnitCard.tsx';

/** Everything that can answer: each unit is one model with one prompt version and one set of parameters, forever. */
export function UnitsPage() {
  const { data, error, isPending, refetch } = useQuery(trpc.units.list.queryOptions());
  return (
    <>
      <PageHeader
        title="Units"
        note="A model with a prompt version and parameters. A unit is never edited: changing anything makes another unit."
      />
      {isPending && <Skeleton height={320} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data?.units.length === 0 && (
        <Panel>
          <EmptyState title="No units yet">
            Register one by naming a pinned model and a prompt version.
          </EmptyState>
        </Panel>
      )}
      <Stack gap="md">
        {data?.units.map((unit) => (
          <UnitCard key={unit.id} unit={unit} />
        ))}
      </Stack>
    </>
  );
}

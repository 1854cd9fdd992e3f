import { Button, SimpleGrid, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useMay } from '../../ui/useSession.ts';
import { SegmentCard } from './SegmentCard.tsx';

const NewSegmentDialog = lazy(() => import('./edit/NewSegmentDialog.tsx'));

/** Named groups of people, in words. */
export function SegmentsPage() {
  const { data, error, isPending, refetch } = useQuery(trpc.segments.list.queryOptions());
  const [adding, setAdding] = useState(false);
  const may = useMay();
  return (
    <>
      <PageHeader
        title="Segments"
        note="Named groups of people that rules refer to. Somebody is in a segment when all of its conditions hold."
      >
        {may.edit && (
          <Button size="sm" leftSection={<PlusIcon size={15} />} onClick={() => setAdding(true)}>
            New segment…
          </Button>
        )}
      </PageHeader>
      {isPending && <Skeleton height={220} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data?.segments.length === 0 && (
        <Panel>
          <EmptyState title="No segments yet">
            A segment names a group once, such as “Beta users”, so that many flags can use it.
          </EmptyState>
        </Panel>
      )}
      {data && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          {data.segments.map((entry) => (
            <SegmentCard key={entry.segment.key} entry={entry} />
          ))}
        </SimpleGrid>
      )}
      <Suspense>
        {adding && <NewSegmentDialog others={data?.segments ?? []} onClose={() => setAdding(false)} />}
      </Suspense>
    </>
  );
}

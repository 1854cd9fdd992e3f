import { Anchor, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';

const SegmentDetails = lazy(() => import('./SegmentDetails.tsx'));

/** One segment: who is in it, where it counts, and how it came to be. */
export function SegmentPage({ segmentKey }: { segmentKey: string }) {
  const { data, error, refetch } = useQuery(trpc.segments.list.queryOptions());
  const entry = data?.segments.find(({ segment }) => segment.key === segmentKey);
  return (
    <>
      <Anchor size="sm" c="dimmed" renderRoot={(props) => <Link to="/segments" {...props} />}>
        ← Segments
      </Anchor>
      {data && entry && (
        <Suspense fallback={<Skeleton height={420} />}>
          <SegmentDetails entry={entry} all={data.segments} />
        </Suspense>
      )}
      {data && !entry && (
        <>
          <PageHeader title="There is no such segment" />
          <EmptyState title={`No segment has the key “${segmentKey}”`}>
            It may have been deleted; the history still has it.
          </EmptyState>
        </>
      )}
      {!data && (
        <Stack gap="md">
          <PageHeader title={segmentKey} />
          {error ? <PageFailure error={error} onRetry={() => void refetch()} /> : <Skeleton height={420} />}
        </Stack>
      )}
    </>
  );
}

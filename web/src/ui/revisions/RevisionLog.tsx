import { Button, Center, Skeleton } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { type Inputs, trpc, trpcClient } from '../../trpc.ts';
import { EmptyState } from '../EmptyState.tsx';
import { PageFailure } from '../PageFailure.tsx';
import { useMay } from '../useSession.ts';
import { RevisionItem } from './RevisionItem.tsx';
import { migrationActOf } from './summary.ts';

const RestoreDialog = lazy(() => import('./RestoreDialog.tsx'));

type Resource = NonNullable<Inputs['revisions']['list']['resource']>;

interface RevisionLogProps {
  resource?: Resource;
  /** What a restore brings back, in words. */
  what: string;
}

const pageSize = 30;

function logQuery(resource: Resource | undefined) {
  const filter = resource ? { limit: pageSize, resource } : { limit: pageSize };
  return infiniteQueryOptions({
    queryKey: [...trpc.revisions.pathKey(), 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      trpcClient.revisions.list.query(pageParam === null ? filter : { ...filter, before: pageParam }, {
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });
}

/** The log of revisions, newest first, each with the way back to it. */
export function RevisionLog({ resource, what }: RevisionLogProps) {
  const log = useInfiniteQuery(logQuery(resource));
  const [restoring, setRestoring] = useState<number | null>(null);
  const may = useMay();
  const revisions = log.data?.pages.flatMap((page) => page.revisions) ?? [];
  const head = log.data?.pages[0]?.head ?? 0;
  return (
    <>
      {log.isPending && <Skeleton height={320} m="md" />}
      {log.error && revisions.length === 0 && (
        <PageFailure error={log.error} onRetry={() => void log.refetch()} />
      )}
      {log.isSuccess && revisions.length === 0 && (
        <EmptyState title="Nothing has changed yet">
          Every change stands here with who made it and why.
        </EmptyState>
      )}
      <ol style={{ margin: 0, padding: 0, listStyle: 'none' }} aria-label="Revisions">
        {revisions.map((revision) => (
          <RevisionItem key={revision.number} revision={revision}>
            {revision.number !== head && may.release && migrationActOf(revision.changes) === null && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Restore to revision ${revision.number}`}
                onClick={() => setRestoring(revision.number)}
              >
                Restore…
              </Button>
            )}
          </RevisionItem>
        ))}
      </ol>
      {log.hasNextPage && (
        <Center p="sm">
          <Button
            variant="default"
            size="xs"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            Load more
          </Button>
        </Center>
      )}
      {restoring !== null && (
        <Suspense>
          <RestoreDialog
            number={restoring}
            {...(resource ? { resource } : {})}
            what={what}
            onClose={() => setRestoring(null)}
          />
        </Suspense>
      )}
    </>
  );
}

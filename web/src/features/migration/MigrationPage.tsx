import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { isNotFound, problemOf } from '../../ui/problem.ts';
import { MigrationTrail } from './MigrationTrail.tsx';
import { pollEvery } from './pollEvery.ts';

const MigrationDetails = lazy(() => import('./MigrationDetails.tsx'));

interface MigrationPageProps {
  collectionKey: string;
  id: string;
}

/** One migration, live as long as anything runs. */
export function MigrationPage({ collectionKey, id }: MigrationPageProps) {
  const { data, error, refetch } = useQuery(
    trpc.migrations.get.queryOptions(
      { id },
      { refetchInterval: (query) => pollEvery(query.state.data?.state) },
    ),
  );
  const missing = error !== null && (isNotFound(error) || problemOf(error).code === 'BAD_REQUEST');
  return (
    <>
      <MigrationTrail collectionKey={collectionKey} />
      {data && !missing && (
        <Suspense fallback={<Skeleton height={420} />}>
          <MigrationDetails key={id} migration={data} />
        </Suspense>
      )}
      {missing && (
        <>
          <PageHeader title="There is no such migration" />
          <EmptyState title="This migration is not in this environment">
            Its collection may have been deleted, and it with the collection; the history says by whom and
            why.
          </EmptyState>
        </>
      )}
      {!data && !missing && (
        <>
          <PageHeader title="Move to another index" />
          {error ? <PageFailure error={error} onRetry={() => void refetch()} /> : <Skeleton height={420} />}
        </>
      )}
    </>
  );
}

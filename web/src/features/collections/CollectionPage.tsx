import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { isNotFound, problemOf } from '../../ui/problem.ts';
import { pollEvery } from './pollEvery.ts';
import type { CollectionSearch } from './search.ts';

const CollectionDetails = lazy(() => import('./CollectionDetails.tsx'));

interface CollectionPageProps {
  collectionKey: string;
  search: CollectionSearch;
  onSearch: (search: CollectionSearch) => void;
}

/** One collection: a search over it, its documents, its indexes and what they could not take. */
export function CollectionPage({ collectionKey, search, onSearch }: CollectionPageProps) {
  const { data, error, refetch } = useQuery(
    trpc.collections.get.queryOptions(
      { key: collectionKey },
      { refetchInterval: (query) => pollEvery(query.state.data && [query.state.data]) },
    ),
  );
  const missing = error !== null && (isNotFound(error) || problemOf(error).code === 'BAD_REQUEST');
  return (
    <>
      <Anchor size="sm" c="dimmed" renderRoot={(props) => <Link to="/collections" {...props} />}>
        ← Collections
      </Anchor>
      {data && !missing && (
        <Suspense fallback={<Skeleton height={420} />}>
          <CollectionDetails collection={data} search={search} onSearch={onSearch} />
        </Suspense>
      )}
      {missing && (
        <>
          <PageHeader title="There is no such collection" />
          <EmptyState title={`No collection has the key “${collectionKey}”`}>
            It may have been deleted; the history says by whom and why.
          </EmptyState>
        </>
      )}
      {!data && !missing && (
        <>
          <PageHeader title={collectionKey} />
          {error ? <PageFailure error={error} onRetry={() => void refetch()} /> : <Skeleton height={420} />}
        </>
      )}
    </>
  );
}

import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { isNotFound, problemOf } from '../../ui/problem.ts';
import type { UnitSearch } from './search.ts';

const UnitDetails = lazy(() => import('./UnitDetails.tsx'));

interface UnitPageProps {
  id: string;
  search: UnitSearch;
  onSearch: (search: UnitSearch) => void;
}

/** One unit: what it is made of, where it is used, what it came to, and its relatives. */
export function UnitPage({ id, search, onSearch }: UnitPageProps) {
  const { data, error, refetch } = useQuery(trpc.units.get.queryOptions({ unit: id }));
  const missing = error !== null && (isNotFound(error) || problemOf(error).code === 'BAD_REQUEST');
  return (
    <>
      <Anchor size="sm" c="dimmed" renderRoot={(props) => <Link to="/units" {...props} />}>
        ← Units
      </Anchor>
      {data && (
        <Suspense fallback={<Skeleton height={420} />}>
          <UnitDetails unit={data} search={search} onSearch={onSearch} />
        </Suspense>
      )}
      {!data && (
        <>
          <PageHeader title={missing ? 'There is no such unit' : 'Unit'} />
          {missing && <EmptyState title={`No unit has the id “${id}”`}>Units are never deleted.</EmptyState>}
          {error && !missing && <PageFailure error={error} onRetry={() => void refetch()} />}
          {!error && <Skeleton height={420} />}
        </>
      )}
    </>
  );
}

import { Button, Paper, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useMay } from '../../ui/useSession.ts';
import { CollectionTable } from './CollectionTable.tsx';
import { HowToIngest } from './HowToIngest.tsx';
import { pollEvery } from './pollEvery.ts';

const NewCollectionDialog = lazy(() => import('./change/NewCollectionDialog.tsx'));

/** Every set of documents that units and services search, and whether its index has kept up. */
export function CollectionsPage() {
  const { data, error, isPending, refetch } = useQuery(
    trpc.collections.list.queryOptions(undefined, {
      refetchInterval: (query) => pollEvery(query.state.data?.collections),
    }),
  );
  const [adding, setAdding] = useState(false);
  const may = useMay();
  return (
    <>
      <PageHeader title="Collections" note="Sets of documents that inference units and services search.">
        {may.edit && (
          <Button size="sm" leftSection={<PlusIcon size={15} />} onClick={() => setAdding(true)}>
            New collection…
          </Button>
        )}
      </PageHeader>
      {isPending && <Skeleton height={220} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data && data.collections.length > 0 && (
        <Paper withBorder style={{ borderColor: 'var(--kg-line)' }}>
          <CollectionTable collections={data.collections} />
        </Paper>
      )}
      {data?.collections.length === 0 && (
        <Panel>
          <EmptyState title="No collections yet">
            {may.edit
              ? 'First make a collection with “New collection…”. Then send it documents:'
              : 'An editor can make one. Then a service sends it documents:'}
            <div style={{ marginTop: 12 }}>
              <HowToIngest collection="help-pages" />
            </div>
          </EmptyState>
        </Panel>
      )}
      <Suspense>{adding && <NewCollectionDialog onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}

import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { trpc } from '../../../trpc.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { PageHeader } from '../../../ui/PageHeader.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { useMay } from '../../../ui/useSession.ts';
import { BackToCollection } from '../BackToCollection.tsx';
import type { PlanStep } from './planStep.ts';

const PlanWizard = lazy(() => import('./PlanWizard.tsx'));

interface PlanPageProps {
  collectionKey: string;
  step: PlanStep;
  onStep: (step: PlanStep) => void;
}

/** Plans the move of a collection to another index version. */
export function PlanPage({ collectionKey, step, onStep }: PlanPageProps) {
  const { data, error, refetch } = useQuery(trpc.collections.get.queryOptions({ key: collectionKey }));
  const may = useMay();
  const serving = data?.indexes.find(({ serves }) => serves);
  return (
    <>
      <BackToCollection collectionKey={collectionKey} name={data?.name} />
      <PageHeader
        title={`Move ${data?.name ?? collectionKey} to another index`}
        note="Another way to cut documents, or another embedder, without a gap and with a way back. Planning changes nothing."
      />
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={420} />}
      {data?.migration && (
        <Panel>
          <EmptyState
            title={
              data.migration.state === 'draft'
                ? 'A move is planned already'
                : 'It is on its way to another index already'
            }
          >
            One move at a time: finish that one or cancel it first.{' '}
            <Anchor
              inherit
              underline="always"
              renderRoot={(props) => (
                <Link
                  to="/collections/$collection/migrations/$migration"
                  params={{ collection: collectionKey, migration: data.migration?.id ?? '' }}
                  {...props}
                />
              )}
            >
              Go to it
            </Anchor>
          </EmptyState>
        </Panel>
      )}
      {data && !data.migration && !may.release && (
        <Panel>
          <EmptyState title="This takes a release manager">
            You may look at migrations and try what an act would do, but not plan one.
          </EmptyState>
        </Panel>
      )}
      {data && !data.migration && may.release && serving && (
        <Suspense fallback={<Skeleton height={420} />}>
          <PlanWizard key={serving.version} collection={data} serving={serving} step={step} onStep={onStep} />
        </Suspense>
      )}
    </>
  );
}

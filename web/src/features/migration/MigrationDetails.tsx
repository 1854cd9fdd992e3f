import { Alert, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { trpc } from '../../trpc.ts';
import { formatDuration } from '../../ui/format.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { When } from '../../ui/When.tsx';
import type { DialogAct } from './act/requestOf.ts';
import type { Agreeable } from './agreements.ts';
import { CanaryPanel } from './canary/CanaryPanel.tsx';
import { NextStepPanel } from './NextStepPanel.tsx';
import type { Move } from './nextStep.ts';
import { pollEvery } from './pollEvery.ts';
import { SidesPanel } from './SidesPanel.tsx';
import { StageBadge } from './StageBadge.tsx';
import { StageLine } from './StageLine.tsx';
import type { MigrationDetail } from './types.ts';
import { isOver } from './words.ts';

const ActDialog = lazy(() => import('./act/ActDialog.tsx'));
const AgreeDialog = lazy(() => import('./act/AgreeDialog.tsx'));
const CanaryDialog = lazy(() => import('./canary/CanaryDialog.tsx'));
const GoldenDialog = lazy(() => import('./golden/GoldenDialog.tsx'));
const BackfillPanel = lazy(() => import('./BackfillPanel.tsx'));
const FiguresPanel = lazy(() => import('./canary/FiguresPanel.tsx'));
const PlanPanel = lazy(() => import('./PlanPanel.tsx'));
const ReportPanel = lazy(() => import('./report/ReportPanel.tsx'));
const HistoryPanel = lazy(() => import('./HistoryPanel.tsx'));

const wasJudged = ({ state }: MigrationDetail): boolean => state.gate !== null || state.cutovers > 0;
const isLive = ['canary', 'serving-new', 'serving-old'];
/** The figures of both indexes count all documents, so they come less often than the progress. */
const countEveryMs = 5_000;
/** Where dead letters of the new index stand in the way. */
const refusesCutover = ['verifying', 'ready', 'canary'];
const isBuilding = ['dual-write', 'backfilling', 'paused'];

/** A migration from its plan to its end: what comes next, how it stands, what the comparison found, who did what. */
export default function MigrationDetails({ migration }: { migration: MigrationDetail }) {
  const { state, version, createdAt } = migration;
  const [move, setMove] = useState<Move | null>(null);
  const [agreeing, setAgreeing] = useState<Agreeable | null>(null);
  const [took, setTook] = useState<{ act: DialogAct; milliseconds: number } | null>(null);
  const collection = useQuery(
    trpc.collections.get.queryOptions(
      { key: state.collection },
      { refetchInterval: pollEvery(state) === false ? false : countEveryMs },
    ),
  );
  const close = () => setMove(null);
  const isFlip = took?.act === 'cutover' || took?.act === 'reverse';
  return (
    <>
      <PageHeader
        title={`Move to “${version.label}”`}
        note={
          <>
            Planned <When at={createdAt} style="moment" /> for {collection.data?.name ?? state.collection}
          </>
        }
      >
        <StageBadge state={state} size="lg" />
      </PageHeader>
      <StageLine state={state} />
      <Stack gap="md">
        <NextStepPanel migration={migration} onMove={setMove} onAgree={setAgreeing}>
          {isFlip && (
            <Alert color="pine" variant="light" mt="sm" p="xs" role="status">
              {took.act === 'cutover' ? 'The cutover' : 'The reverse'} took{' '}
              {formatDuration(took.milliseconds)}. New writes waited no longer than that, and queries not at
              all.
            </Alert>
          )}
        </NextStepPanel>
        {state.stage === 'draft' && (
          <Suspense fallback={<Skeleton height={240} />}>
            <PlanPanel migration={migration} collection={collection.data} />
          </Suspense>
        )}
        {(isBuilding.includes(state.stage) ||
          (migration.refusedCount > 0 && refusesCutover.includes(state.stage))) && (
          <Suspense fallback={<Skeleton height={160} />}>
            <BackfillPanel migration={migration} />
          </Suspense>
        )}
        {state.stage === 'canary' && <CanaryPanel migration={migration} onChange={() => setMove('canary')} />}
        <Suspense fallback={<Skeleton height={240} />}>
          {isLive.includes(state.stage) && <FiguresPanel migration={migration} />}
          {wasJudged(migration) && <ReportPanel migration={migration} />}
          {state.stage === 'ready' && <FiguresPanel migration={migration} />}
        </Suspense>
        {!isOver(state.stage) && <SidesPanel migration={migration} collection={collection.data} />}
        <Suspense fallback={<Skeleton height={160} />}>
          <HistoryPanel migration={migration} />
        </Suspense>
      </Stack>
      <Suspense>
        {agreeing !== null && (
          <AgreeDialog migration={migration} to={agreeing} onClose={() => setAgreeing(null)} />
        )}
        {move === 'golden' && <GoldenDialog collection={state.collection} onClose={close} />}
        {move === 'canary' && <CanaryDialog migration={migration} onClose={close} />}
        {move !== null && move !== 'golden' && move !== 'canary' && (
          <ActDialog
            migration={migration}
            act={move}
            onDone={(act, milliseconds) => setTook({ act, milliseconds })}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

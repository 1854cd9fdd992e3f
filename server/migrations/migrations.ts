import type { Migration } from '../../shared/migration/migration.ts';
import { backfillProgress, type Progress } from '../../shared/migration/progress.ts';
import type { Role } from '../../shared/model/environment.ts';
import { KnowngoodError } from '../errors.ts';
import type { By } from '../retrieval/commitAct.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { warm } from '../retrieval/warm.ts';
import { type ActRequest, decideAct } from './act.ts';
import { load, type Target } from './change.ts';
import { canaryChoice } from './chooseIndex.ts';
import { type Controller, createController } from './controller.ts';
import { type Held, heldOf } from './held.ts';
import { approvalOf, lagOf, refusedBy, reversalOf } from './standing.ts';

/** Collections' moves from one index version to another. */
export interface Migrations {
  retrieval: Retrieval;
  controller: Controller;
}

export const openMigrations = (
  retrieval: Retrieval,
  pace?: Parameters<typeof createController>[1],
): Migrations => {
  retrieval.choose = canaryChoice(retrieval);
  return { retrieval, controller: createController(retrieval, pace) };
};

/**
 * Decides on an act, keeps it, and performs it as far as that is short: a flip has been tried when this answers.
 * @throws KnowngoodError CONFLICT with `details.issues` where a check refuses it, and where a start or a flip did not come about
 */
export async function act(
  { retrieval, controller }: Migrations,
  target: Target,
  request: ActRequest,
  by: By,
  role: Role | null = null,
): Promise<{ state: Migration; milliseconds: number }> {
  const began = performance.now();
  if (request.kind === 'canary' && request.percent > 0) await warmNew(retrieval, target);
  const decided = await decideAct(retrieval, target, request, by, role);
  await controller.step(target);
  const { held } = await load(retrieval, target);
  const state = held.body.migration;
  if (request.kind === 'start' && state.stage === 'draft' && held.body.note !== '')
    throw new KnowngoodError('CONFLICT', `Nothing was started: ${held.body.note}`, {
      issues: [{ path: 'version', message: held.body.note }],
    });
  const isFlipped = state.epoch > decided.epoch;
  if (decided.pending && !isFlipped)
    throw new KnowngoodError('CONFLICT', `Nothing was flipped: ${held.body.note || 'look again'}.`, {
      issues: [{ path: 'flip', message: held.body.note }],
    });
  return { state, milliseconds: performance.now() - began };
}

/** The first query of a canary should wait for nothing. */
async function warmNew(retrieval: Retrieval, target: Target): Promise<void> {
  const { held, collection } = await load(retrieval, target);
  const { to, stage } = held.body.migration;
  const index = collection.indexes.find(({ version }) => version === to);
  if (index && stage === 'ready') await warm(retrieval, index);
}

/** A migration for people, without what only the server needs. */
export const summaryOf = ({ stored, body }: Held) => ({
  id: stored.id,
  createdAt: stored.createdAt,
  updatedAt: stored.updatedAt,
  state: body.migration,
  version: body.version.body,
  note: body.note,
});

/** All that a page about one migration shows. @throws KnowngoodError NOT_FOUND */
export async function describe(retrieval: Retrieval, target: Target) {
  const { held, collection } = await load(retrieval, target);
  const { migration, backfill } = held.body;
  const now = retrieval.now().getTime();
  const index = collection.indexes.find(({ version }) => version === migration.to);
  const coverage = index ? await retrieval.store.manifestSummary(index.slot) : null;
  const progress: Progress | null =
    coverage && backfill
      ? backfillProgress({
          total: coverage.documents,
          doneBefore: backfill.coveredBefore,
          done: coverage.covered,
          elapsedMs: now - backfill.startedAt,
          recent: backfill.recent && {
            doneBefore: backfill.recent.covered,
            elapsedMs: now - backfill.recent.at,
          },
        })
      : null;
  const { canaryPercent: percent, canarySegments: segments } = migration;
  return {
    ...summaryOf(held),
    canary: { percent, segments },
    /** When it was started; null for a draft, and where it is not known any more. */
    startedAt: held.body.stages.find(({ stage }) => stage !== 'draft')?.at ?? null,
    stages: held.body.stages,
    estimate: held.body.estimate,
    /** As the process that answers queries last noted them; `migrations.figures` has those of this process. */
    notedFigures: held.body.figures,
    spent: held.body.spent,
    approval: approvalOf(retrieval, held, collection),
    lag: await lagOf(retrieval, held, collection),
    reverse: await reversalOf(retrieval, held, collection),
    epoch: collection.epoch,
    serving: collection.serving,
    coverage,
    progress,
    /** Dead letters of the new index: documents that it could not take in, the first few and how many in all. */
    refused: coverage && coverage.dead > 0 ? await refusedBy(retrieval, collection, migration.to) : [],
    refusedCount: coverage?.dead ?? 0,
  };
}

/** Migrations of an environment, newest first. */
export async function list({ store, directory }: Retrieval, environment: string, limit: number) {
  const stored = await store.migrations.list({ environment, limit });
  return stored.map((one) => ({
    ...summaryOf(heldOf(one)),
    /** It was deleted with its collection: it stays as it was, and nothing becomes of it any more. */
    isDeleted: directory.byId(one.collection) === null,
  }));
}

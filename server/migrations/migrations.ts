import type { Migration } from '../../shared/migration/migration.ts';
import { backfillProgress, type Progress } from '../../shared/migration/progress.ts';
import { KnowngoodError } from '../errors.ts';
import type { By } from '../retrieval/commitAct.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { type ActRequest, decideAct } from './act.ts';
import { load } from './change.ts';
import { type Controller, createController } from './controller.ts';
import { type Held, heldOf } from './held.ts';

/** Collections' moves from one index version to another. */
export interface Migrations {
  retrieval: Retrieval;
  controller: Controller;
}

export const openMigrations = (
  retrieval: Retrieval,
  pace?: Parameters<typeof createController>[1],
): Migrations => ({
  retrieval,
  controller: createController(retrieval, pace),
});

interface Target {
  environment: string;
  id: string;
}

/**
 * Decides on an act, keeps it, and performs it as far as that is short: a flip has been tried when this answers.
 * @throws KnowngoodError CONFLICT with `details.issues` where a check refuses it, and where a flip did not come about
 */
export async function act(
  { retrieval, controller }: Migrations,
  target: Target,
  request: ActRequest,
  by: By,
): Promise<{ state: Migration; milliseconds: number }> {
  const began = performance.now();
  const decided = await decideAct(retrieval, target, request, by);
  await controller.step(target);
  const { held } = await load(retrieval, target);
  const state = held.body.migration;
  const isFlipped = state.epoch > decided.epoch;
  if (decided.pending && !isFlipped)
    throw new KnowngoodError('CONFLICT', `Nothing was flipped: ${held.body.note || 'look again'}.`, {
      issues: [{ path: 'flip', message: held.body.note }],
    });
  return { state, milliseconds: performance.now() - began };
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
  const index = collection.indexes.find(({ version }) => version === migration.to);
  const coverage = index ? await retrieval.store.manifestSummary(index.slot) : null;
  const progress: Progress | null =
    coverage && backfill
      ? backfillProgress({
          total: coverage.documents,
          doneBefore: backfill.coveredBefore,
          done: coverage.covered,
          elapsedMs: retrieval.now().getTime() - backfill.startedAt,
        })
      : null;
  return {
    ...summaryOf(held),
    epoch: collection.epoch,
    serving: collection.serving,
    coverage,
    progress,
    refused: backfill?.refused ?? [],
    refusedCount: backfill?.refusedCount ?? 0,
  };
}

/** Migrations of an environment, newest first. */
export async function list({ store }: Retrieval, environment: string, limit: number) {
  const stored = await store.migrations.list({ environment, limit });
  return stored.map((one) => summaryOf(heldOf(one)));
}

import type { Throttle } from '../../shared/migration/migration.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { PendingDocument, StoredIndex } from '../store/retrieval.ts';
import { type Budget, spentInWords } from './budget.ts';
import type { MigrationBody } from './held.ts';
import { holdLease, type Lease } from './lease.ts';
import { pacer } from './pacer.ts';
import { rateKeeper } from './rateKeeper.ts';
import { type BatchRun, pause, writeBatch } from './writeBatch.ts';

const mostPerPage = 64;
const checkpointEveryMs = 250;

type Backfill = NonNullable<MigrationBody['backfill']>;

export interface BackfillRun {
  lease: Lease;
  index: StoredIndex;
  /** All live indexes of the collection: their ingestion goes first. */
  slots: readonly number[];
  /** Where an earlier run got to; null to begin. */
  from: Backfill | null;
  budget: Budget;
  /** Read before every page, so that it may change while this runs. */
  throttle(): Throttle;
  /** How long to leave an embedder alone that was in trouble for the nth time in a row, in milliseconds. */
  restMs(attempts: number): number;
  signal: AbortSignal;
}

/** `fenced`: the right to write is gone. `pause`: it cannot go on before somebody does something; says what. */
export type BackfillEnd = 'done' | 'fenced' | { pause: string };

/** Documents to read at once at so many a second. */
const pageAt = (rate: number): number => Math.max(1, Math.min(mostPerPage, Math.ceil(rate / 4)));

/**
 * Brings an index up to its collection, page by page by document id. What it writes is decided by sequence number, so that
 * it may be done twice and beside ingestion; the checkpoint is behind everything that is done.
 */
export async function backfill(retrieval: Retrieval, run: BackfillRun): Promise<BackfillEnd> {
  const { store, now } = retrieval;
  const { index, lease, budget, signal } = run;
  const progress: Backfill = run.from ?? {
    after: null,
    startedAt: now().getTime(),
    coveredBefore: (await store.manifestSummary(index.slot)).covered,
    recent: null,
  };
  const rate = rateKeeper(retrieval, run);
  const pages: { last: string; done: boolean }[] = [];
  const flying = new Map<Promise<void>, number>();
  const pace = pacer(retrieval, run);
  let end: BackfillEnd | null = null;
  let failure: unknown = null;
  let trouble = '';
  let waiting: string | null = null;
  let keptAt = Number.NEGATIVE_INFINITY;

  const checkpoint = async (force = false) => {
    while (pages[0]?.done) progress.after = pages.shift()?.last ?? progress.after;
    if (!force && performance.now() - keptAt < checkpointEveryMs) return;
    keptAt = performance.now();
    const kept = { backfill: { ...progress }, spent: budget.spent(), note: waiting ?? trouble };
    if (!(await holdLease(retrieval, lease, kept))) end = 'fenced';
  };
  const fly = async (epoch: number, documents: PendingDocument[], mark: { done: boolean }) => {
    const batch: BatchRun = {
      index,
      epoch,
      signal,
      isOver: () => end !== null || failure !== null,
      spent: budget.note,
      async rest(attempts, message) {
        trouble = `The embedder is in trouble, and is asked again: ${message}`;
        await checkpoint(true);
        await pause(run.restMs(attempts), signal);
      },
    };
    const done = await writeBatch(retrieval, batch, documents);
    if (done !== 'written') {
      end ??= done;
      return;
    }
    trouble = '';
    mark.done = true;
    budget.did(documents.length);
  };

  let after = progress.after;
  // As if the run before had just read a page: pausing and resuming makes nothing faster.
  pace.owes(pageAt(pace.rate()));
  await checkpoint(true);
  while (end === null && failure === null && !signal.aborted) {
    const underWay = [...flying.values()].reduce((sum, documents) => sum + documents, 0);
    const room = budget.room(underWay);
    if (flying.size >= run.throttle().batchesInFlight || (room < 1 && underWay > 0)) {
      await Promise.race(flying.keys());
      continue;
    }
    waiting = await pace.ready();
    progress.recent = await rate.now(progress);
    await checkpoint();
    if (end !== null || signal.aborted) break;
    const limit = Math.max(1, Math.min(pageAt(pace.rate()), room));
    const page = await store.backfillPage({ slot: index.slot, after, limit });
    if (page.last === null) break;
    if (room < 1) {
      end = { pause: spentInWords(budget.spent(), run.throttle().budgetUsd) };
      break;
    }
    after = page.last;
    pace.took(page.documents.length);
    const mark = { last: page.last, done: false };
    pages.push(mark);
    const flight: Promise<void> = fly(page.epoch, page.documents, mark)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => flying.delete(flight));
    flying.set(flight, page.documents.length);
  }
  await Promise.all(flying.keys());
  if (failure) throw failure;
  if (signal.aborted) return 'fenced';
  await checkpoint(true);
  return end ?? 'done';
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Throttle } from '../../shared/migration/migration.ts';
import { backOff } from '../retrieval/backOff.ts';
import { EmbeddingFailure } from '../retrieval/embedding.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { PendingDocument, StoredIndex } from '../store/retrieval.ts';
import type { MigrationBody } from './held.ts';
import { holdLease, type Lease } from './lease.ts';
import { pacer } from './pacer.ts';

const mostPerPage = 64;
const batchMs = 120_000;
const checkpointEveryMs = 250;
const mostRefused = 20;

type Backfill = NonNullable<MigrationBody['backfill']>;

export interface BackfillRun {
  lease: Lease;
  index: StoredIndex;
  /** All live indexes of the collection: their ingestion goes first. */
  slots: readonly number[];
  /** Where an earlier run got to; null to begin. */
  from: Backfill | null;
  /** Read before every page, so that it may change while this runs. */
  throttle(): Throttle;
  signal: AbortSignal;
}

/** `full`: the index has no room for more; `fenced`: the right to write is gone. */
export type BackfillEnd = 'done' | 'fenced' | 'full';

/**
 * Brings an index up to its collection, page by page by document id. What it writes is decided by sequence number, so that
 * it may be done twice and beside ingestion; the checkpoint is behind everything that is done.
 */
export async function backfill(retrieval: Retrieval, run: BackfillRun): Promise<BackfillEnd> {
  const { store, now } = retrieval;
  const { index, lease } = run;
  const begun = { after: null, startedAt: now().getTime(), refused: [], refusedCount: 0 };
  const progress: Backfill = run.from ?? {
    ...begun,
    coveredBefore: (await store.manifestSummary(index.slot)).covered,
  };
  const pages: { last: string; done: boolean }[] = [];
  const flying = new Set<Promise<void>>();
  const pace = pacer(retrieval, run);
  let end: BackfillEnd | null = null;
  let failure: unknown = null;
  let note = '';
  let keptAt = 0;

  const checkpoint = async (force = false) => {
    while (pages[0]?.done) progress.after = pages.shift()?.last ?? progress.after;
    if (!force && performance.now() - keptAt < checkpointEveryMs) return;
    keptAt = performance.now();
    if (!(await holdLease(retrieval, lease, { backfill: { ...progress }, note }))) end = 'fenced';
  };
  const refuse = (document: string, error: string) => {
    progress.refusedCount++;
    if (progress.refused.length < mostRefused) progress.refused.push({ document, error });
  };
  const write = async (epoch: number, documents: PendingDocument[]): Promise<void> => {
    for (let attempts = 1; ; attempts++) {
      if (run.signal.aborted || end !== null) throw new Stopped();
      try {
        const signal = AbortSignal.any([run.signal, AbortSignal.timeout(batchMs)]);
        const chunks = await retrieval.indexers.index(
          index.version,
          documents.map(({ body }) => body),
          signal,
        );
        const results = await store.apply({
          slot: index.slot,
          epoch,
          documents: documents.map(({ document, seq, hash, body }, at) => {
            return { document, seq, hash, body, chunks: chunks[at] ?? [] };
          }),
        });
        if (results.includes('fenced')) end = 'fenced';
        if (results.includes('full')) end = 'full';
        note = '';
        return;
      } catch (error) {
        if (run.signal.aborted) throw new Stopped();
        if (!(error instanceof EmbeddingFailure)) throw error;
        if (error.transient) {
          note = `The embedder is in trouble, and is asked again: ${error.message}`;
          await checkpoint(true);
          await pause(backOff(Math.min(attempts, 7), true) ?? 0, run.signal);
        } else if (documents.length === 1) {
          for (const { document } of documents) refuse(document, error.message);
          return;
        } else {
          for (const document of documents) await write(epoch, [document]);
          return;
        }
      }
    }
  };

  let after = progress.after;
  await checkpoint(true);
  while (end === null && failure === null) {
    if (run.signal.aborted) break;
    const { documentsPerSecond, batchesInFlight } = run.throttle();
    if (flying.size >= batchesInFlight) {
      await Promise.race(flying);
      continue;
    }
    const limit = Math.max(1, Math.min(mostPerPage, Math.ceil(documentsPerSecond / 4)));
    note = (await pace.ready()) ?? note;
    await checkpoint();
    if (end !== null || run.signal.aborted) break;
    const page = await store.backfillPage({ slot: index.slot, after, limit });
    if (page.last === null) break;
    after = page.last;
    pace.took(page.documents.length);
    const mark = { last: page.last, done: false };
    pages.push(mark);
    const flight = write(page.epoch, page.documents)
      .then(() => {
        mark.done = true;
      })
      .catch((error: unknown) => {
        if (!(error instanceof Stopped)) failure ??= error;
      })
      .finally(() => flying.delete(flight));
    flying.add(flight);
  }
  await Promise.all(flying);
  if (failure) throw failure;
  if (run.signal.aborted) return 'fenced';
  await checkpoint(true);
  return end ?? 'done';
}

class Stopped extends Error {}

/** Waits, or stops waiting. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {});

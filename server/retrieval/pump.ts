import type { Logger } from 'pino';
import type { ApplyResult, PendingDocument, RetrievalStore } from '../store/retrieval.ts';
import { backOff } from './backOff.ts';
import { embedAndApply } from './embedAndApply.ts';
import { EmbeddingFailure } from './embedding.ts';
import type { IndexDocuments } from './indexers.ts';

const everyMs = 500;
const removeEveryMs = 5_000;
/** What is being removed stays for queries that began before, in milliseconds. */
const removalGraceMs = 30_000;
const removeAtOnce = 200;
/** After each step of a removal, a rest so many times as long as the step. */
const restShare = 3;
const mostAtOnce = 64;

export interface PumpOptions {
  store: RetrievalStore;
  /** Splits and embeds for an index version. */
  index: IndexDocuments;
  log: Logger;
  now(): Date;
}

/**
 * Applies what was acknowledged, index by index: one that is slow or down does not hold up another. What it holds is only
 * in the outbox, so that a crash at any moment loses nothing.
 */
export interface Pump {
  /** There is something new. */
  wake(): void;
  start(): void;
  /** Ends what is under way; the outbox keeps it. */
  close(): Promise<void>;
}

export function createPump({ store, index, log, now }: PumpOptions): Pump {
  const stopped = new AbortController();
  const lanes = new Map<number, Promise<void>>();
  /** Indexes whose embedder is in trouble are left alone until then. */
  const pauses = new Map<number, { failures: number; until: number }>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let removing: Promise<void> | null = null;
  let again = false;
  let removedAt = 0;

  const look = async () => {
    const due = await store.due(now().getTime());
    for (const { slot, version } of due) {
      const resting = (pauses.get(slot)?.until ?? 0) > now().getTime();
      if (lanes.has(slot) || resting || stopped.signal.aborted) continue;
      const lane = drain(slot, version)
        .catch((error: unknown) => {
          if (!stopped.signal.aborted)
            log.error({ err: error, version }, 'documents could not be applied; trying again');
        })
        .finally(() => lanes.delete(slot));
      lanes.set(slot, lane);
    }
    removing ??= removeSome()
      .catch((error: unknown) => {
        if (!stopped.signal.aborted)
          log.error({ err: error }, 'a dropped index could not be taken away; trying again');
      })
      .finally(() => {
        removing = null;
      });
  };
  const removeSome = async () => {
    const at = now().getTime();
    if (at - removedAt < removeEveryMs) return;
    removedAt = at;
    const step = { before: at - removalGraceMs, limit: removeAtOnce };
    while (!stopped.signal.aborted) {
      const began = performance.now();
      if ((await store.removeStep(step)) === 0) return;
      // Writes have most of the thread's time.
      await new Promise((resolve) => setTimeout(resolve, restShare * (performance.now() - began)));
    }
  };
  const drain = async (slot: number, version: string) => {
    while (!stopped.signal.aborted) {
      const taken = await store.take({ slot, now: now().getTime(), limit: mostAtOnce });
      if (taken.documents.length === 0) return;
      const goesOn = await work(slot, version, taken.epoch, taken.documents);
      if (!goesOn) return;
    }
  };

  /** One batch; false where the embedder is in trouble. */
  const work = async (slot: number, version: string, epoch: number, documents: PendingDocument[]) => {
    try {
      const batch = { slot, version, epoch, signal: stopped.signal };
      const results = await embedAndApply({ store, index }, batch, documents);
      pauses.delete(slot);
      await refuseFull(slot, documents, results);
      return true;
    } catch (error) {
      if (stopped.signal.aborted) return false;
      const transient = !(error instanceof EmbeddingFailure) || error.transient;
      // One bad document must not take the others down with it.
      if (!transient && documents.length > 1) {
        for (const document of documents) await work(slot, version, epoch, [document]);
        return true;
      }
      const message =
        error instanceof EmbeddingFailure ? error.message : 'It could not be indexed; the log says why';
      if (!(error instanceof EmbeddingFailure))
        log.error({ err: error, version }, 'documents could not be indexed');
      for (const document of documents) await fail(slot, document, message, transient);
      if (transient) rest(slot);
      return !transient;
    }
  };
  const fail = (
    slot: number,
    { document, seq, attempts }: PendingDocument,
    error: string,
    transient: boolean,
  ) => {
    const at = now();
    const wait = backOff(attempts + 1, transient);
    const nextAt = wait === null ? null : at.getTime() + wait;
    return store.fail({ slot, document, seq, error, at: at.toISOString(), nextAt });
  };
  const refuseFull = async (slot: number, documents: PendingDocument[], results: ApplyResult[]) => {
    for (const [at, document] of documents.entries())
      if (results[at] === 'full')
        await fail(slot, { ...document, attempts: Number.MAX_SAFE_INTEGER }, fullMessage, false);
  };
  const rest = (slot: number) => {
    const failures = (pauses.get(slot)?.failures ?? 0) + 1;
    const wait = backOff(Math.min(failures, 8), true) ?? 0;
    pauses.set(slot, { failures, until: now().getTime() + wait });
  };

  const wake = () => {
    if (stopped.signal.aborted || !timer) return;
    if (looking) {
      again = true;
      return;
    }
    looking = look()
      .catch((error: unknown) => {
        if (!stopped.signal.aborted) log.error({ err: error }, 'the outbox could not be read; trying again');
      })
      .finally(() => {
        looking = null;
        if (!again) return;
        again = false;
        wake();
      });
  };
  return {
    wake,
    start() {
      timer ??= setInterval(wake, everyMs).unref();
      wake();
    },
    async close() {
      if (timer) clearInterval(timer);
      stopped.abort(new Error('The server is stopping'));
      await looking;
      await removing;
      await Promise.all(lanes.values());
    },
  };
}

const fullMessage =
  'The index has no room for this document: its vectors would take more memory than is allowed (INDEX_MEMORY_MB)';

import { setTimeout as sleep } from 'node:timers/promises';
import type { Tokens } from '../../shared/model/call.ts';
import { embedAndApply, embedBatch } from '../retrieval/embedAndApply.ts';
import { EmbeddingFailure } from '../retrieval/embedding.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { PendingDocument, StoredIndex } from '../store/retrieval.ts';

export interface BatchRun {
  index: StoredIndex;
  epoch: number;
  signal: AbortSignal;
  /** Whether something else has ended the backfill. */
  isOver(): boolean;
  spent(tokens: Tokens): void;
  /** Waits after an embedder was in trouble for the nth time in a row. */
  rest(attempts: number, message: string): Promise<void>;
}

/**
 * `fenced`: the right to write is gone, or nobody wants it any more. `pause`: it cannot go on before somebody does something;
 * says what.
 */
export type BatchEnd = 'written' | 'fenced' | { pause: string };

/**
 * Embeds documents and writes them. An embedder that is down is asked again and again; one that refuses a text for good makes
 * its document a dead letter, unless it refuses any text: then the embedder is at fault, and no document.
 */
export async function writeBatch(
  retrieval: Retrieval,
  run: BatchRun,
  documents: readonly PendingDocument[],
): Promise<BatchEnd> {
  const { store, now } = retrieval;
  const { slot, version } = run.index;
  for (let attempts = 1; !run.isOver() && !run.signal.aborted; attempts++) {
    try {
      const batch = { slot, version, epoch: run.epoch, signal: run.signal, spent: run.spent };
      const results = await embedAndApply({ store, index: retrieval.indexers.index }, batch, documents);
      if (results.includes('fenced')) return 'fenced';
      return results.includes('full') ? { pause: fullInWords } : 'written';
    } catch (error) {
      if (run.signal.aborted) return 'fenced';
      if (!(error instanceof EmbeddingFailure)) throw error;
      let failure = error;
      if (!failure.transient) {
        if (documents.length > 1) return writeHalves(retrieval, run, documents);
        const fault = await faultOf(retrieval, run);
        if (fault && !fault.transient)
          return {
            pause: `The embedder of the new index takes no text at all: ${fault.message}. Mend it, then resume`,
          };
        if (!fault) {
          const letters = documents.map(({ document, seq }) => ({ document, seq, error: failure.message }));
          await store.bury({ slot, epoch: run.epoch, documents: letters, at: now().toISOString() });
          return 'written';
        }
        failure = fault;
      }
      await run.rest(attempts, failure.message);
    }
  }
  return 'fenced';
}

/** Finds the documents that are at fault by halves, so that the others are written. */
async function writeHalves(
  retrieval: Retrieval,
  run: BatchRun,
  documents: readonly PendingDocument[],
): Promise<BatchEnd> {
  const middle = Math.ceil(documents.length / 2);
  const first = await writeBatch(retrieval, run, documents.slice(0, middle));
  return first === 'written' ? writeBatch(retrieval, run, documents.slice(middle)) : first;
}

/** Why the embedder does not take even a plain text; null where it does. */
async function faultOf(retrieval: Retrieval, run: BatchRun): Promise<EmbeddingFailure | null> {
  try {
    const { index, signal, spent } = run;
    const plain = { title: '', text: 'A plain text.', metadata: {} };
    await embedBatch(retrieval.indexers.index, { version: index.version, signal, spent }, [plain]);
    return null;
  } catch (error) {
    if (error instanceof EmbeddingFailure) return error;
    throw error;
  }
}

const fullInWords =
  'The index has no room for more: its vectors would take more memory than is allowed (INDEX_MEMORY_MB). Allow more and start the server anew, or remove documents, then resume';

/** Waits, or stops waiting. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {});

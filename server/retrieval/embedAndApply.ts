import type { ApplyResult, PendingDocument, RetrievalStore } from '../store/retrieval.ts';
import type { IndexDocuments } from './indexers.ts';

/** Longest that a batch may take, in milliseconds. */
const batchMs = 120_000;

/** Where a batch goes, and until when it is wanted. */
export interface Batch {
  slot: number;
  version: string;
  epoch: number;
  signal: AbortSignal;
  spent?: Parameters<IndexDocuments>[3];
}

/** The chunks of documents with their vectors. @throws EmbeddingFailure, or the signal's reason */
export const embedBatch = (
  index: IndexDocuments,
  { version, signal, spent }: Pick<Batch, 'version' | 'signal' | 'spent'>,
  bodies: readonly PendingDocument['body'][],
): ReturnType<IndexDocuments> =>
  index(version, bodies, AbortSignal.any([signal, AbortSignal.timeout(batchMs)]), spent);

/** Splits and embeds documents, and writes each that is still its newest. Throws like `embedBatch`. */
export async function embedAndApply(
  { store, index }: { store: Pick<RetrievalStore, 'apply'>; index: IndexDocuments },
  batch: Batch,
  documents: readonly PendingDocument[],
): Promise<ApplyResult[]> {
  const chunks = await embedBatch(
    index,
    batch,
    documents.map(({ body }) => body),
  );
  return store.apply({
    slot: batch.slot,
    epoch: batch.epoch,
    documents: documents.map(({ document, seq, hash, body }, at) => {
      return { document, seq, hash, body, chunks: chunks[at] ?? [] };
    }),
  });
}

import type { Logger } from 'pino';
import type { RetrievalStore, StoredIndex } from '../store/retrieval.ts';
import type { Indexers } from './indexers.ts';

/** Loads what queries of an index need, so that no query waits for it: its vectors, and its embedder's own tables. */
export async function warm(
  {
    store,
    indexers,
    log,
  }: { store: Pick<RetrievalStore, 'search'>; indexers: Pick<Indexers, 'version'>; log: Logger },
  { slot, version, dimensions }: StoredIndex,
): Promise<void> {
  try {
    await indexers.version(version);
    await store.search({ slot, metric: 'cosine', vector: new Float32Array(dimensions), k: 1, per: 'chunk' });
  } catch (error) {
    log.warn({ err: error, version }, 'an index could not be loaded ahead; the first search will load it');
  }
}

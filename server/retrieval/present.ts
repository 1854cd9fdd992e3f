import type { StoredCollection } from '../store/retrieval.ts';
import { flagsThatUse } from './changeCollection.ts';
import { recordOf } from './commitAct.ts';
import type { Retrieval } from './retrieval.ts';

/** A collection as people and services see it, with what is still to be applied to each of its indexes. */
export async function present(retrieval: Retrieval, collection: StoredCollection) {
  const { key, name, description, serving, epoch, createdAt, indexes } = collection;
  return {
    key,
    name,
    description,
    serving,
    epoch,
    createdAt,
    migration: recordOf(retrieval, collection).migration,
    usedByFlags: flagsThatUse(retrieval, collection),
    indexes: await Promise.all(
      indexes.map(async ({ slot, version, dimensions, chunks, addedAt }) => {
        const { label, specification } = await retrieval.indexers.version(version);
        const outbox = await retrieval.store.outboxCounts(slot);
        const vectorBytes = chunks * dimensions * 4;
        // A word embedder knows no meaning, and is said to be one wherever it shows.
        const lexical = specification.embedder.provider === 'lexical';
        return {
          version,
          label,
          specification,
          lexical,
          serves: version === serving,
          chunks,
          vectorBytes,
          addedAt,
          ...outbox,
        };
      }),
    ),
  };
}

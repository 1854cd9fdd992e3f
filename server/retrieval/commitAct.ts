import type { Collection } from '../../shared/model/collection.ts';
import type { Author } from '../../shared/model/revision.ts';
import { commit } from '../configuration/commit.ts';
import type { CollectionAct, StoredCollection } from '../store/retrieval.ts';
import type { Retrieval } from './retrieval.ts';

export interface By {
  author: Author;
  reason: string;
}

/** What the log says of a collection as it is now. */
export function recordOf({ configuration }: Retrieval, collection: StoredCollection): Collection {
  const { environment, key, name, description, serving, epoch, indexes } = collection;
  const { migration = null } = configuration.committed(environment).collections.get(key) ?? {};
  return {
    key,
    name,
    description,
    serving,
    epoch,
    indexes: indexes.map(({ version }) => version),
    migration,
  };
}

/**
 * Does something to a collection and records it in the environment's log, in one transaction.
 * @param body The record as it is afterwards; null for a deletion. It must differ from the one before.
 * @throws KnowngoodError CONFLICT (`details.refusal` says what did not hold), NOT_FOUND
 */
export async function commitAct(
  { configuration, directory, pump }: Retrieval,
  {
    environment,
    key,
    body,
    act,
    by,
  }: { environment: string; key: string; body: Collection | null; act: CollectionAct; by: By },
): Promise<{ revision: number }> {
  const { revision } = await commit(configuration, {
    environment,
    ...by,
    changes: [{ kind: 'collection', key, body }],
    act,
  });
  await directory.reload();
  pump.wake();
  return { revision };
}

import type { Collection } from '../../shared/model/collection.ts';
import type { Author } from '../../shared/model/revision.ts';
import { commit } from '../configuration/commit.ts';
import { KnowngoodError } from '../errors.ts';
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

/** The same record with something else in it. @throws KnowngoodError NOT_FOUND where it was deleted meanwhile */
export const changed =
  (change: (now: Collection) => Partial<Collection>) =>
  (now: Collection | undefined): Collection => {
    if (!now) throw new KnowngoodError('NOT_FOUND', 'There is no such collection any more');
    return { ...now, ...change(now) };
  };

/**
 * Does something to a collection and records it in the environment's log, in one transaction.
 * @param after What the log says of it afterwards, given what it says now (undefined: nothing yet); null for a deletion.
 *   Asked again where somebody else was faster.
 * @throws KnowngoodError CONFLICT (`details.refusal` says what did not hold), NOT_FOUND
 */
export async function commitAct(
  { configuration, directory, pump }: Retrieval,
  {
    environment,
    key,
    after,
    act,
    by,
  }: {
    environment: string;
    key: string;
    after(now: Collection | undefined): Collection | null;
    act: CollectionAct;
    by: By;
  },
): Promise<{ revision: number }> {
  // Another process may have made the collection only just now.
  if (act.kind !== 'create' && !configuration.committed(environment).collections.has(key))
    await configuration.reload(environment);
  const { revision } = await commit(configuration, {
    environment,
    ...by,
    changes: ({ collections }) => [{ kind: 'collection', key, body: after(collections.get(key)) }],
    act,
  });
  await directory.reload();
  pump.wake();
  return { revision };
}

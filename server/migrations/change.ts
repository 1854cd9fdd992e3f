import type { Author } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import type { By } from '../retrieval/commitAct.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { ActRefusal, StoredCollection } from '../store/retrieval.ts';
import { type Held, heldOf } from './held.ts';

const tries = 8;

/** What comes about by itself is in the log too, under this name. */
export const controllerAuthor: Author = { kind: 'system', id: 'index-migrations', name: 'Index migrations' };

/** Which migration is meant. */
export interface Target {
  environment: string;
  id: string;
}

/** A migration and its collection, as they are now. @throws KnowngoodError NOT_FOUND */
export async function load(
  { store, directory }: Retrieval,
  { environment, id }: Target,
): Promise<{ held: Held; collection: StoredCollection }> {
  const stored = await store.migrations.find(id);
  if (stored?.environment !== environment)
    throw new KnowngoodError('NOT_FOUND', `There is no migration ${id} in ${environment}`);
  await directory.reload();
  const collection = directory.byId(stored.collection);
  const held = heldOf(stored);
  if (!collection)
    throw new KnowngoodError(
      'NOT_FOUND',
      `The collection "${held.body.migration.collection}" was deleted, and this migration with it`,
    );
  return { held, collection };
}

/** What an act on a collection was refused for; null where the error is something else. */
export const refusalOf = (error: unknown): ActRefusal | null =>
  error instanceof KnowngoodError ? ((error.details.refusal as ActRefusal | undefined) ?? null) : null;

/**
 * Reads a migration, decides on it and writes what was decided; where somebody else was faster, it decides again.
 * @param decide Writes by one of the acts of `liveVersions`, given `By` its caller.
 */
export async function change<T>(
  retrieval: Retrieval,
  target: Target,
  decide: (now: { held: Held; collection: StoredCollection }) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const now = await load(retrieval, target);
    try {
      return await decide(now);
    } catch (error) {
      const check = refusalOf(error)?.check;
      if ((check !== 'migration' && check !== 'epoch') || attempt >= tries) throw error;
      // Another process may have been first: its revision is taken in before this is tried again.
      await retrieval.configuration.reload(target.environment);
    }
  }
}

export const byController = (reason: string): By => ({ author: controllerAuthor, reason });

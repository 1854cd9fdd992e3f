import { KnowngoodError } from '../errors.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { type By, changed, commitAct, recordOf } from './commitAct.ts';
import type { Retrieval } from './retrieval.ts';

interface Target {
  environment: string;
  key: string;
}

/** Gives a collection another name or description. Its key stays: units name it. @throws KnowngoodError NOT_FOUND */
export async function renameCollection(
  retrieval: Retrieval,
  { environment, key, name, description }: Target & { name: string; description: string },
  by: By,
): Promise<void> {
  const collection = retrieval.directory.find(environment, key);
  if (collection.name === name && collection.description === description) return;
  const act = { kind: 'describe' as const, collection: collection.id, name, description };
  await commitAct(retrieval, { environment, key, after: changed(() => ({ name, description })), act, by });
}

/**
 * Deletes a collection with everything in it: at once for whoever asks for it, and from the disk bit by bit.
 * @param confirm The collection's key, typed: needed while it is being migrated, and while flags use it.
 * @throws KnowngoodError NOT_FOUND, CONFLICT
 */
export async function deleteCollection(
  retrieval: Retrieval,
  { environment, key, confirm }: Target & { confirm: string | null },
  by: By,
): Promise<void> {
  const collection = retrieval.directory.find(environment, key);
  const reasons = reasonsToKeep(retrieval, collection);
  if (reasons.length > 0 && confirm !== key)
    throw new KnowngoodError(
      'CONFLICT',
      `The collection "${key}" is in use: ${reasons.join('; ')}. To delete it all the same, type its key.`,
      { reasons },
    );
  const at = retrieval.now().toISOString();
  const act = { kind: 'delete' as const, collection: collection.id, epoch: collection.epoch, at };
  await commitAct(retrieval, { environment, key, after: () => null, act, by });
}

/** What would be hurt by a deletion, in words. */
export function reasonsToKeep(retrieval: Retrieval, collection: StoredCollection): string[] {
  const reasons: string[] = [];
  const { migration } = recordOf(retrieval, collection);
  if (collection.indexes.length > 1 || migration) reasons.push('it is being moved to another index version');
  const flags = flagsThatUse(retrieval, collection);
  if (flags.length > 0)
    reasons.push(`the flags ${flags.map((flag) => `"${flag}"`).join(', ')} retrieve from it`);
  return reasons;
}

/** The flags with a variant whose unit retrieves from a collection. */
export function flagsThatUse({ configuration }: Retrieval, { environment, key }: StoredCollection): string[] {
  const { flags, units } = configuration.committed(environment);
  const uses = (unit: string) => units.get(unit)?.specification.retrieval?.collection === key;
  return [...flags.values()]
    .filter(({ variants }) => variants.some((variant) => variant.kind === 'unit' && uses(variant.unit)))
    .map((flag) => flag.key);
}

import type { Collection } from '../../shared/model/collection.ts';
import type { StoredCollection, StoredIndexVersion, StoredMigration } from '../store/retrieval.ts';
import { type By, changed, commitAct } from './commitAct.ts';
import type { Retrieval } from './retrieval.ts';

/**
 * What a migration does to a collection. Each is one transaction: the act with its conditions, the migration's own row
 * (`migration`, if it is at the version before) and the entry in the environment's log. Each throws KnowngoodError
 * CONFLICT with `details.refusal` (ActRefusal), changing nothing, where a condition does not hold.
 */
interface Step {
  collection: StoredCollection;
  /** As it was seen: whoever has an older one is fenced. */
  epoch: number;
  migration?: StoredMigration;
  /** What the log says of the migration afterwards. */
  record: Collection['migration'];
}

/** The log names one migration of a collection at a time: what becomes of another one does not push it out. */
const noted = (now: Collection, id: string | undefined, record: Step['record']) => ({
  migration: now.migration && now.migration.id !== id ? now.migration : record,
});

const withMigration = (migration: StoredMigration | undefined) => (migration ? { migration } : {});

/** From the next write on the version gets every write too; what was there before is for the backfill. */
export function addLiveVersion(
  retrieval: Retrieval,
  { collection, epoch, migration, record, version }: Step & { version: StoredIndexVersion },
  by: By,
): Promise<{ revision: number }> {
  const { environment, key, id } = collection;
  const after = changed((now) => ({
    indexes: [...now.indexes, version.id as Collection['serving']],
    ...noted(now, migration?.id, record),
  }));
  const at = retrieval.now().toISOString();
  const act = {
    kind: 'add-version' as const,
    collection: id,
    epoch,
    version,
    at,
    ...withMigration(migration),
  };
  return commitAct(retrieval, { environment, key, after, act, by });
}

/** Takes a version that does not serve out for good; queries that began on it may finish. Epoch + 1. */
export function removeLiveVersion(
  retrieval: Retrieval,
  { collection, epoch, migration, record, version }: Step & { version: string },
  by: By,
): Promise<{ revision: number }> {
  const { environment, key, id } = collection;
  const after = changed((now) => ({
    indexes: now.indexes.filter((one) => one !== version),
    epoch: epoch + 1,
    ...noted(now, migration?.id, record),
  }));
  const at = retrieval.now().toISOString();
  const act = {
    kind: 'remove-version' as const,
    collection: id,
    epoch,
    version,
    at,
    ...withMigration(migration),
  };
  return commitAct(retrieval, { environment, key, after, act, by });
}

/**
 * Lets the other version serve, in one atomic operation that asserts: the epoch as seen, the pointer at `from`, `to` live,
 * and, unless `allowStale`, no write waiting for `to` and no dead letter that is not waived by its document's id. Epoch + 1.
 */
export function flipActive(
  retrieval: Retrieval,
  {
    collection,
    epoch,
    migration,
    record,
    from,
    to,
    waive,
    allowStale,
  }: Step & {
    from: string;
    to: string;
    waive: readonly string[];
    allowStale: boolean;
  },
  by: By,
): Promise<{ revision: number }> {
  const { environment, key, id } = collection;
  const after = changed((now) => ({
    serving: to as Collection['serving'],
    epoch: epoch + 1,
    ...noted(now, migration?.id, record),
  }));
  const flip = { collection: id, from, to, epoch, waive, allowStale };
  const act = { kind: 'flip' as const, ...flip, ...withMigration(migration) };
  return commitAct(retrieval, { environment, key, after, act, by });
}

/** Changes nothing but where a migration stands, and records it. */
export function noteMigration(
  retrieval: Retrieval,
  { collection, epoch, migration, record }: Step,
  by: By,
): Promise<{ revision: number }> {
  const { environment, key, id } = collection;
  const after = changed((now) => noted(now, migration?.id, record));
  const act = { kind: 'note' as const, collection: id, epoch, ...withMigration(migration) };
  return commitAct(retrieval, { environment, key, after, act, by });
}

/** Waits until nothing waits for an index any more. Answers false where that has not come about in time. */
export async function drained(
  { store, pump }: Retrieval,
  slot: number,
  patienceMs: number,
): Promise<boolean> {
  const until = performance.now() + patienceMs;
  while (true) {
    pump.wake();
    if ((await store.outboxCounts(slot)).waiting === 0) return true;
    if (performance.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

import type { CutoverFacts, ReverseFacts } from '../../shared/migration/event.ts';
import { idleVersion, type Migration } from '../../shared/migration/migration.ts';
import { canonicalHash } from '../configuration/hash.ts';
import { KnowngoodError } from '../errors.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { DeadLetter, StoredCollection, StoredIndex } from '../store/retrieval.ts';

/** A side that applies what is acknowledged within this time keeps up: the fence's wait does the rest. */
const keepsUpMs = 2_000;
const page = 200;
/** Most dead letters that are looked at. */
const mostLetters = 2_000;

/** The hash of what a verdict is about: the two versions and the golden queries. Another one makes it stale. */
export async function basisOf(
  { store }: Retrieval,
  { from, to }: Migration,
  collection: StoredCollection,
): Promise<string> {
  const [golden] = await store.migrations.goldenSets(collection.id);
  return canonicalHash({ from, to, golden: golden?.hash ?? null });
}

/** A version's index. @throws KnowngoodError CONFLICT */
export function indexOf({ key, indexes }: StoredCollection, version: string): StoredIndex {
  const found = indexes.find((index) => index.version === version);
  if (!found) throw new KnowngoodError('CONFLICT', `"${key}" does not keep the index version ${version}`);
  return found;
}

/** What a cutover is decided on. */
export async function cutoverFacts(
  retrieval: Retrieval,
  migration: Migration,
  collection: StoredCollection,
  asked: Pick<CutoverFacts, 'epochSeen' | 'waived' | 'confirmation'>,
): Promise<Omit<CutoverFacts, 'approval'>> {
  return {
    ...asked,
    epoch: collection.epoch,
    basis: await basisOf(retrieval, migration, collection),
    deadLetters: (await deadLetters(retrieval, collection, idleVersion(migration))).map(
      ({ document }) => document,
    ),
  };
}

/** What a reverse is decided on. Writes that only just came are not counted: they are waited for. */
export async function reverseFacts(
  retrieval: Retrieval,
  migration: Migration,
  collection: StoredCollection,
  asked: Pick<ReverseFacts, 'epochSeen' | 'confirmation'>,
): Promise<ReverseFacts> {
  const idle = collection.indexes.find(({ version }) => version === idleVersion(migration));
  if (!idle) return { ...asked, epoch: collection.epoch, behind: [], behindCount: 0 };
  const { waiting, dead, oldestWaitingAt } = await retrieval.store.outboxCounts(idle.slot);
  const age = oldestWaitingAt === null ? 0 : retrieval.now().getTime() - Date.parse(oldestWaitingAt);
  const late = age > keepsUpMs || asked.confirmation !== null ? waiting : 0;
  const behindCount = dead + late;
  const found =
    behindCount === 0 ? [] : await retrieval.store.backfillPage({ slot: idle.slot, after: null, limit: 20 });
  const behind = Array.isArray(found) ? [] : found.documents.map(({ document }) => document);
  return { ...asked, epoch: collection.epoch, behind, behindCount };
}

/** The writes that one index could not apply, by document id, up to a bound. */
export async function deadLetters(
  { store }: Pick<Retrieval, 'store'>,
  { id: collection }: StoredCollection,
  version: string,
  most = mostLetters,
): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  while (found.length < most) {
    const after = found.at(-1)?.document ?? null;
    const letters = await store.deadLetters({ collection, after, limit: page, version });
    found.push(...letters);
    if (letters.length < page) break;
  }
  return found;
}

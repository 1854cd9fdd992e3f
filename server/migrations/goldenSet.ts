import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { answersOf, type LeftOut, usableQueries } from '../../shared/migration/usableQueries.ts';
import { DocumentId } from '../../shared/model/document.ts';
import { Name } from '../../shared/model/key.ts';
import { isWhole, notWhole } from '../../shared/model/wholeText.ts';
import { canonicalHash } from '../configuration/hash.ts';
import { KnowngoodError } from '../errors.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { longestQuery } from '../retrieval/search.ts';

/** Queries with judged documents: a grade above 0 says that a document answers, a higher one that it does better. */
export const GoldenQueries = z
  .array(
    z.object({
      query: z
        .string()
        .trim()
        .min(1, 'A golden query needs a text')
        .max(longestQuery)
        .refine(isWhole, notWhole),
      grades: z.record(DocumentId, z.int().min(0).max(10)),
    }),
  )
  .min(1, 'Send at least one golden query')
  .max(5_000, 'Send at most 5,000 golden queries');
export type GoldenQueries = z.infer<typeof GoldenQueries>;

export const NewGoldenSet = z.object({ name: Name, queries: GoldenQueries });

/**
 * Keeps a golden set of a collection; from now on it is the one that verdicts are made by, and earlier ones are stale.
 * @throws KnowngoodError NOT_FOUND, INVALID where no query has a document that answers it
 */
export async function keepGoldenSet(
  { store, directory, now }: Retrieval,
  request: {
    environment: string;
    collection: string;
    /** The id of the person who does. */
    by?: string;
  } & z.infer<typeof NewGoldenSet>,
): Promise<{ id: string; hash: string; queries: number } & Usable> {
  const { environment, collection, name, queries, by = null } = request;
  const { id: owner } = directory.find(environment, collection);
  if (!queries.some(({ grades }) => Object.values(grades).some((grade) => grade > 0)))
    throw new KnowngoodError('INVALID', 'No query names a document that answers it (a grade above 0)');
  const hash = canonicalHash(queries);
  const set = { id: randomUUID(), collection: owner, name, hash, body: { queries, by } };
  await store.migrations.keepGoldenSet({ ...set, createdAt: now().toISOString() });
  const { usable, leftOut, unknown, unknownCount } = await usableOf(store, owner, queries);
  return { id: set.id, hash, queries: queries.length, usable: usable.length, leftOut, unknown, unknownCount };
}

const mostUnknown = 20;

interface Usable {
  /** How many queries a verdict would be made by as the collection is now. */
  usable: number;
  leftOut: LeftOut;
  /** Documents that answer and that the collection does not have: the first, and how many. */
  unknown: string[];
  unknownCount: number;
}

/** The queries of a golden set that tell something about a collection as it is now, and what is wrong with the others. */
export async function usableOf(
  { living }: Pick<Retrieval['store'], 'living'>,
  collection: number,
  golden: GoldenQueries,
): Promise<Omit<Usable, 'usable'> & { usable: GoldenQueries }> {
  const ids = answersOf(golden);
  const there = new Set(await living({ collection, ids }));
  const { queries: usable, leftOut } = usableQueries(golden, there);
  const unknown = ids.filter((id) => !there.has(id));
  return { usable, leftOut, unknown: unknown.slice(0, mostUnknown), unknownCount: unknown.length };
}

const StoredBody = z.object({ queries: GoldenQueries, by: z.string().nullable().default(null) });

/** The newest golden set of a collection, and who has kept it, where that is known. */
export async function newestGoldenSet(
  { store }: Retrieval,
  collection: number,
): Promise<({ hash: string } & z.infer<typeof StoredBody>) | null> {
  const [newest] = await store.migrations.goldenSets(collection);
  const set = newest ? await store.migrations.goldenSet(newest.id) : null;
  return set && { hash: set.hash, ...StoredBody.parse(set.body) };
}

const mostShown = 50;

/** The golden sets of a collection, newest first, without what is in them. @throws KnowngoodError NOT_FOUND */
export async function goldenSets(
  { store, directory }: Retrieval,
  environment: string,
  collection: string,
): Promise<{ id: string; name: string; hash: string; createdAt: string; queries: number }[]> {
  const { id } = directory.find(environment, collection);
  const sets = await store.migrations.countedGoldenSets({ collection: id, limit: mostShown });
  return sets.map(({ collection: _, ...set }) => set);
}

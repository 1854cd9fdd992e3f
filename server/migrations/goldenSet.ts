import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DocumentId } from '../../shared/model/document.ts';
import { Name } from '../../shared/model/key.ts';
import { canonicalHash } from '../configuration/hash.ts';
import { KnowngoodError } from '../errors.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { longestQuery } from '../retrieval/search.ts';

/** Queries with judged documents: a grade above 0 says that a document answers, a higher one that it does better. */
export const GoldenQueries = z
  .array(
    z.object({
      query: z.string().trim().min(1, 'A golden query needs a text').max(longestQuery),
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
  request: { environment: string; collection: string } & z.infer<typeof NewGoldenSet>,
): Promise<{ id: string; hash: string; queries: number }> {
  const { environment, collection, name, queries } = request;
  const { id: owner } = directory.find(environment, collection);
  if (!queries.some(({ grades }) => Object.values(grades).some((grade) => grade > 0)))
    throw new KnowngoodError('INVALID', 'No query names a document that answers it (a grade above 0)');
  const hash = canonicalHash(queries);
  const set = { id: randomUUID(), collection: owner, name, hash, body: { queries } };
  await store.migrations.keepGoldenSet({ ...set, createdAt: now().toISOString() });
  return { id: set.id, hash, queries: queries.length };
}

/** The newest golden set of a collection; no queries where there is none. */
export async function goldenQueries({ store }: Retrieval, collection: number): Promise<GoldenQueries> {
  const [newest] = await store.migrations.goldenSets(collection);
  const set = newest ? await store.migrations.goldenSet(newest.id) : null;
  return set ? z.object({ queries: GoldenQueries }).parse(set.body).queries : [];
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

import { type Grades, ndcg } from '../statistics/ndcg.ts';
import { recall } from '../statistics/recall.ts';
import type { QueryScores } from './statisticalVerdict.ts';

/**
 * The scores of one golden query out of both result lists (document ids, best first, at least 100 where there
 * are so many). Null where nothing is graded above 0: such a query says nothing and is left out.
 */
export function scoreQuery(
  query: string,
  grades: Grades,
  results: { old: readonly string[]; new: readonly string[] },
): QueryScores | null {
  const ndcg10 = { old: ndcg(results.old, grades, 10), new: ndcg(results.new, grades, 10) };
  const recall100 = { old: recall(results.old, grades, 100), new: recall(results.new, grades, 100) };
  if (ndcg10.old === null || ndcg10.new === null || recall100.old === null || recall100.new === null)
    return null;
  return {
    query,
    ndcg10: { old: ndcg10.old, new: ndcg10.new },
    recall100: { old: recall100.old, new: recall100.new },
  };
}

/** Chunk results as document results: a document stands where its best chunk stands. */
export const documentsOf = (chunks: Iterable<{ document: string }>): string[] => [
  ...new Set(Array.from(chunks, ({ document }) => document)),
];

import { overlap } from '../statistics/overlap.ts';
import { rankBiasedOverlap } from '../statistics/rankBiasedOverlap.ts';
import type { QueryScores } from './statisticalVerdict.ts';

/** One query's results, best first, as document ids. */
export interface QueryResults {
  query: string;
  old: readonly string[];
  new: readonly string[];
}

/** How different the indexes are, which says nothing about which is better: never gates. */
export interface Advisory {
  /** Means over queries, 0 to 1; null without queries. */
  overlap10: number | null;
  rankBiasedOverlap: number | null;
}

/** Mean overlap of the first ten and mean rank-biased overlap (p = .9). */
export function advise(results: readonly QueryResults[]): Advisory {
  if (results.length === 0) return { overlap10: null, rankBiasedOverlap: null };
  const mean = (of: (one: QueryResults) => number) =>
    results.reduce((sum, one) => sum + of(one), 0) / results.length;
  return {
    overlap10: mean((one) => overlap(one.old, one.new, 10)),
    rankBiasedOverlap: mean((one) => rankBiasedOverlap(one.old, one.new)),
  };
}

/** The queries whose nDCG@10 changed most, in either direction, largest change first; equal changes by query. */
export const biggestMovers = (scores: readonly QueryScores[], count: number): QueryScores[] =>
  scores
    .filter(({ ndcg10 }) => ndcg10.new !== ndcg10.old)
    .toSorted(
      (a, b) =>
        Math.abs(b.ndcg10.new - b.ndcg10.old) - Math.abs(a.ndcg10.new - a.ndcg10.old) ||
        (a.query < b.query ? -1 : 1),
    )
    .slice(0, count);

import { type MeanDifference, pairedBootstrap } from '../statistics/pairedBootstrap.ts';
import { type LeftOut, leftOutInWords, nothingLeftOut } from './usableQueries.ts';

/** One golden query's scores at document level (a document stands where its best chunk stands), each 0 to 1. */
export interface QueryScores {
  query: string;
  ndcg10: { old: number; new: number };
  recall100: { old: number; new: number };
}

export type StatisticalVerdict = 'pass' | 'fail' | 'inconclusive' | 'no-golden-set';

export interface StatisticalResult {
  verdict: StatisticalVerdict;
  queries: number;
  ndcg10: MeanDifference;
  recall100: MeanDifference;
  /** About how many more queries would decide it; null where it is decided, or more queries would not help. */
  moreQueries: number | null;
  /** The verdict for people. */
  words: string;
}

/** A loss of so much is not worth a refusal: changes in mean score, where 1 is the whole scale. */
export const parityMargin = 0.02;
/** Fewer golden queries decide nothing, however alike they are: a bootstrap of a handful knows no rare losses. */
export const leastQueries = 30;
/** Beyond this, the two indexes are too near the margin for golden queries to tell. */
const mostMoreQueries = 20_000;

/**
 * Whether the new index answers as well as the old: `pass` where the one-sided 95% lower bounds of both mean
 * changes, nDCG@10 and recall@100, are above -margin; `fail` where either upper bound is below it; else
 * `inconclusive`, with how many more queries it would take if they spread as these do: (1.645 deviation /
 * |mean + margin|)^2 in all. Each bound is by itself at 95%, by the paired percentile bootstrap. Passing
 * needs both, so the chance of passing an index that truly loses more than the margin on either is at most
 * 5%; failing needs one, so the chance of failing an index that is exactly at the margin on both is at most
 * 10%. Where no query finds anything on either side, nothing was compared: `inconclusive`.
 * @param leftOut Golden queries that are not among the scores, for the words.
 */
export function statisticalVerdict(
  scores: readonly QueryScores[],
  leftOut = nothingLeftOut,
  margin = parityMargin,
): StatisticalResult {
  const ndcg10 = pairedBootstrap(scores.map((score) => score.ndcg10.new - score.ndcg10.old));
  const recall100 = pairedBootstrap(scores.map((score) => score.recall100.new - score.recall100.old));
  const both = [ndcg10, recall100];
  const found = { queries: scores.length, ndcg10, recall100 };
  if (scores.length === 0) {
    return {
      ...found,
      verdict: 'no-golden-set',
      moreQueries: null,
      words: unjudgedInWords(leftOut),
    };
  }
  const words = [
    `nDCG@10 ${changeInWords(ndcg10)}, recall@100 ${changeInWords(recall100)}, over ${scores.length} queries`,
    ...(leftOutInWords(leftOut) === '' ? [] : [leftOutInWords(leftOut)]),
  ].join('. ');
  if (scores.every(findsNothing)) {
    return {
      ...found,
      verdict: 'inconclusive',
      moreQueries: null,
      words: `Not decided: no golden query finds its documents on either index, so there is nothing to compare: ${words}. Correct the judged set`,
    };
  }
  if (scores.length >= leastQueries) {
    if (both.every(({ lower }) => lower > -margin)) {
      return { ...found, verdict: 'pass', moreQueries: null, words: `At least as good: ${words}` };
    }
    if (both.some(({ upper }) => upper < -margin)) {
      return { ...found, verdict: 'fail', moreQueries: null, words: `Worse: ${words}` };
    }
  }
  const moreQueries = queriesNeeded(both, scores.length, margin);
  const need =
    moreQueries === null
      ? 'The two are too near the margin for more queries to tell'
      : `Needs about ${moreQueries} more queries`;
  return { ...found, verdict: 'inconclusive', moreQueries, words: `Not decided: ${words}. ${need}` };
}

const findsNothing = ({ ndcg10, recall100 }: QueryScores): boolean =>
  [ndcg10.old, ndcg10.new, recall100.old, recall100.new].every((score) => score === 0);

function unjudgedInWords(leftOut: LeftOut): string {
  const uploaded = leftOut.unanswered + leftOut.repeated;
  return uploaded === 0
    ? 'There are no golden queries, so nobody knows whether the new index answers as well. Upload a judged set, or have a second person approve without one'
    : `None of the ${uploaded} golden queries is answered by a document of the collection, so nobody knows whether the new index answers as well. Upload a set that was judged on these documents, or have a second person approve without one`;
}

function queriesNeeded(differences: readonly MeanDifference[], n: number, margin: number): number | null {
  // One metric that is truly lost decides by itself; otherwise the slower of the undecided ones does.
  const needs = differences.map(({ mean, deviation, lower }) => ({
    lost: mean < -margin,
    total:
      lower > -margin && n >= leastQueries
        ? n
        : Math.ceil(((1.645 * deviation) / Math.abs(mean + margin)) ** 2),
  }));
  const lost = needs.filter((need) => need.lost).map((need) => need.total);
  const total = lost.length > 0 ? Math.min(...lost) : Math.max(...needs.map((need) => need.total));
  const more = Math.max(total, leastQueries, n + 1) - n;
  return more <= mostMoreQueries ? more : null;
}

/** "+.031 (.012 to .049)": mean change and its bounds. */
export const changeInWords = ({ mean, lower, upper }: MeanDifference): string =>
  `${signed(mean)} (${signed(lower)} to ${signed(upper)})`;

const signed = (value: number): string =>
  Number.isFinite(value) ? `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}` : 'unknown';

import type { QueryResults } from '../../shared/migration/advisory.ts';
import type { OperationalInput } from '../../shared/migration/operationalChecks.ts';
import { documentsOf, scoreQuery } from '../../shared/migration/scoreQuery.ts';
import type { QueryScores } from '../../shared/migration/statisticalVerdict.ts';
import { latencyBounds, latencyBucket } from '../../shared/statistics/latencyHistogram.ts';
import { quantile } from '../../shared/statistics/quantile.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { isAlike, search } from '../retrieval/search.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import type { GoldenQueries } from './goldenSet.ts';

/** How deep results are compared. */
const depth = 100;
/** Results of so many queries are kept for the advisory figures. */
const mostKept = 200;

/** A query is timed so many times at most; with so many times in all, once is enough. */
const mostRepeats = 5;
const enoughTimes = 900;
const sides = ['old', 'new'] as const;
type Side = (typeof sides)[number];

export interface Comparison {
  scores: QueryScores[];
  operational: OperationalInput;
  results: QueryResults[];
  /** 50th and 99th percentiles of whole searches, in milliseconds, a query's own time being the median of its repeats. */
  latency: { old: Percentiles; new: Percentiles } | null;
}

interface Percentiles {
  p50: number;
  p99: number;
  /** How many searches took at most so long, and longer than the bucket before. */
  histogram: { upToMs: number; count: number }[];
}

/**
 * Asks both versions the golden queries (or, where there are none, `instead`, which only time and emptiness are judged by),
 * one after the other, so that live queries wait for one of them at most. The one that goes first changes with every query.
 */
export async function compareQueries(
  retrieval: Retrieval,
  subject: { collection: StoredCollection; from: string; to: string; signal: AbortSignal },
  golden: GoldenQueries,
  instead: readonly string[],
): Promise<Comparison> {
  const { collection, from, to, signal } = subject;
  const asked = golden.length > 0 ? golden : instead.map((query) => ({ query, grades: {} }));
  const scores: QueryScores[] = [];
  const results: QueryResults[] = [];
  const times = { old: [] as number[], new: [] as number[] };
  const empty = { old: 0, new: 0 };
  const lexical = {
    old: await retrieval.indexers.isLexical(from),
    new: await retrieval.indexers.isLexical(to),
  };
  const ask = async (side: Side, query: string) => {
    const began = performance.now();
    const { passages } = await search(retrieval, {
      environment: collection.environment,
      collection: collection.key,
      query,
      k: depth,
      withUnlike: true,
      version: side === 'old' ? from : to,
      signal,
    });
    const ms = performance.now() - began;
    const alike = lexical[side] ? passages.filter(isAlike) : passages;
    return { ms, found: passages.length, documents: documentsOf(alike) };
  };
  // The first search of an index loads it; that is no one's latency.
  for (const { query } of asked.slice(0, 1)) for (const side of sides) await ask(side, query);
  const repeats = Math.min(mostRepeats, Math.ceil(enoughTimes / Math.max(1, asked.length)));
  for (const [at, { query, grades }] of asked.entries()) {
    const found = { old: [] as string[], new: [] as string[] };
    const counts = { old: 0, new: 0 };
    const took = { old: [] as number[], new: [] as number[] };
    for (let repeat = 0; repeat < repeats; repeat++)
      for (const side of (at + repeat) % 2 === 0 ? sides : sides.toReversed()) {
        const { ms, documents, found: count } = await ask(side, query);
        took[side].push(ms);
        counts[side] = count;
        found[side] = documents;
      }
    for (const side of sides) {
      // The median, so that a stall of the machine is not held against the index that it happened to.
      times[side].push(quantile(took[side], 0.5));
      // What has no likeness counts as found here: an embedder that mixes up fewer words is not worse for it.
      if (counts[side] === 0) empty[side]++;
    }
    const score = golden.length > 0 ? scoreQuery(query, new Map(Object.entries(grades)), found) : null;
    if (score) scores.push(score);
    if (results.length < mostKept) results.push({ query, ...found });
  }
  const of = (side: number[]): Percentiles => ({
    p50: quantile(side, 0.5),
    p99: quantile(side, 0.99),
    histogram: histogramOf(side),
  });
  const latency = asked.length === 0 ? null : { old: of(times.old), new: of(times.new) };
  const p99Ms = latency && { old: latency.old.p99, new: latency.new.p99 };
  return {
    scores,
    results,
    latency,
    operational: { queries: asked.length, empty, p99Ms, approximateRecall: null },
  };
}

/** Times counted by bucket, from the fastest bucket that any fell into to the slowest. */
function histogramOf(times: readonly number[]): { upToMs: number; count: number }[] {
  const buckets = times.map(latencyBucket);
  const least = Math.min(...buckets);
  const most = Math.max(...buckets);
  return latencyBounds
    .map((upToMs, at) => ({ upToMs, count: buckets.filter((bucket) => bucket === at).length }))
    .slice(least, times.length === 0 ? 0 : most + 1);
}

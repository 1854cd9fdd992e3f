import { latencyBounds, latencyBucket, latencyQuantile } from '../../shared/statistics/latencyHistogram.ts';

/** How far back figures go. */
export const figuresMinutes = 10;
const sliceMs = 5_000;
const slices = (figuresMinutes * 60_000) / sliceMs;
/** Most indexes that figures are kept of: those that were asked last. About 30 kB each. */
const mostIndexes = 200;

/** A query that was answered, or that failed: by which version, in how many milliseconds, with how many passages. */
export interface AnsweredQuery {
  collection: number;
  version: string;
  ms: number;
  passages: number;
  failed: boolean;
}

/** What live queries met on one index. */
export interface IndexFigures {
  queries: number;
  /** Answered, without a passage. */
  empty: number;
  /** Not answered; they are among `queries`, and not among the latencies. */
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  /** How many took at most so long, and longer than the bucket before. */
  counts: Uint32Array;
}

/** Figures of the live queries of this process, index by index, in slices of a few seconds; the oldest go. */
export interface LiveFigures {
  observe(query: AnsweredQuery): void;
  /** Of one index, over the last milliseconds (at most `figuresMinutes`). */
  of(index: { collection: number; version: string }, overMs?: number): IndexFigures;
  /** The p99 of each index that was asked in the last milliseconds, by a name of its own. */
  latencies(overMs: number): { index: string; queries: number; p99Ms: number }[];
}

interface Slice {
  /** Which stretch of time it counts. */
  at: number;
  queries: number;
  empty: number;
  failed: number;
  counts: Uint32Array;
}

/** @param clock Milliseconds that only ever grow. */
export function createLiveFigures(clock: () => number = () => performance.now()): LiveFigures {
  const indexes = new Map<string, Slice[]>();
  const nameOf = ({ collection, version }: { collection: number; version: string }) =>
    `${collection} ${version}`;
  const sliceNow = () => Math.floor(clock() / sliceMs);

  const ringOf = (name: string): Slice[] => {
    const found = indexes.get(name) ?? [];
    // Whoever was asked last stands last.
    indexes.delete(name);
    indexes.set(name, found);
    const oldest = indexes.keys().next();
    if (indexes.size > mostIndexes && !oldest.done) indexes.delete(oldest.value);
    return found;
  };
  const read = (ring: readonly Slice[], overMs: number): IndexFigures => {
    const after = (clock() - overMs) / sliceMs - 1;
    const counts = new Uint32Array(latencyBounds.length);
    const sum = { queries: 0, empty: 0, failed: 0 };
    for (const slice of ring) {
      if (slice.at <= after) continue;
      sum.queries += slice.queries;
      sum.empty += slice.empty;
      sum.failed += slice.failed;
      for (let bucket = 0; bucket < counts.length; bucket++)
        counts[bucket] = (counts[bucket] ?? 0) + (slice.counts[bucket] ?? 0);
    }
    const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((p) => latencyQuantile(counts, p));
    return { ...sum, p50Ms: p50Ms ?? null, p95Ms: p95Ms ?? null, p99Ms: p99Ms ?? null, counts };
  };
  return {
    observe({ ms, passages, failed, ...index }) {
      const ring = ringOf(nameOf(index));
      const at = sliceNow();
      let slice = ring[at % slices];
      if (slice?.at !== at) {
        slice = { at, queries: 0, empty: 0, failed: 0, counts: new Uint32Array(latencyBounds.length) };
        ring[at % slices] = slice;
      }
      slice.queries++;
      if (failed) {
        slice.failed++;
        return;
      }
      if (passages === 0) slice.empty++;
      const bucket = latencyBucket(ms);
      slice.counts[bucket] = (slice.counts[bucket] ?? 0) + 1;
    },
    of: (index, overMs = figuresMinutes * 60_000) =>
      read((indexes.get(nameOf(index)) ?? []).filter(Boolean), overMs),
    latencies: (overMs) =>
      [...indexes].flatMap(([index, ring]) => {
        const { queries, failed, p99Ms } = read(ring.filter(Boolean), overMs);
        return p99Ms === null ? [] : [{ index, queries: queries - failed, p99Ms }];
      }),
  };
}

/** Of how much a bucket's upper bound is above the one before it. */
const ratio = 1.2;
const leastMs = 0.5;
const mostMs = 60_000;

/**
 * Upper bounds of the buckets in milliseconds, each 1.2 times the one before, so that a quantile is off by a fifth at most,
 * whatever the latency is. What is above the last one is counted in it.
 */
export const latencyBounds: readonly number[] = boundsOf();

function boundsOf(): number[] {
  const bounds = [leastMs];
  for (let bound = leastMs * ratio; bound < mostMs; bound *= ratio) bounds.push(Number(bound.toPrecision(3)));
  return [...bounds, mostMs];
}

/** The bucket of a latency (milliseconds): the first whose bound is not below it. */
export function latencyBucket(ms: number): number {
  if (!(ms > leastMs)) return 0;
  let bucket = Math.min(latencyBounds.length - 1, Math.ceil(Math.log(ms / leastMs) / Math.log(ratio)));
  // Bounds are rounded, so the logarithm may be one off in either direction.
  while (bucket > 0 && ms <= (latencyBounds[bucket - 1] ?? 0)) bucket--;
  while (bucket < latencyBounds.length - 1 && ms > (latencyBounds[bucket] ?? 0)) bucket++;
  return bucket;
}

/**
 * The latency (milliseconds) below which a share `p` (0 to 1) of the counted ones lies, as if those of a bucket were spread
 * evenly over it; null where nothing was counted. Formula: with rank r = p n in the bucket from a to b that holds c, below
 * which k lie, a + (b - a) (r - k) / c. Example: 10 in the bucket up to 0.5 ms give 0.25 for p = .5.
 */
export function latencyQuantile(counts: ArrayLike<number>, p: number): number | null {
  let n = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) n += counts[bucket] ?? 0;
  if (n === 0) return null;
  const rank = Math.min(1, Math.max(0, p)) * n;
  let below = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket] ?? 0;
    if (count > 0 && below + count >= rank) {
      const from = bucket === 0 ? 0 : (latencyBounds[bucket - 1] ?? 0);
      const to = latencyBounds[bucket] ?? mostMs;
      return from + ((to - from) * Math.max(0, rank - below)) / count;
    }
    below += count;
  }
  return mostMs;
}

/**
 * A vector of length 1 out of hashed features: each adds its weight to the place `hash % dimensions`, with
 * the sign of the hash's highest bit, so that features that share a place cancel out on average. No features:
 * all zero. Where everything cancels out exactly, the first feature stands alone.
 * Source: Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009,
 * arXiv:0902.2206.
 */
export function hashVector(weights: ReadonlyMap<number, number>, dimensions: number): Float32Array {
  const vector = new Float64Array(dimensions);
  for (const [hash, weight] of weights) {
    const place = hash % dimensions;
    vector[place] = (vector[place] ?? 0) + (hash >>> 31 === 0 ? weight : -weight);
  }
  let square = 0;
  for (const value of vector) square += value * value;
  if (square > 0) return Float32Array.from(vector, (value) => value / Math.sqrt(square));
  const [first] = weights.keys();
  const alone = new Float32Array(dimensions);
  if (first !== undefined) alone[first % dimensions] = first >>> 31 === 0 ? 1 : -1;
  return alone;
}

/** How often each hash occurs, first seen first. */
export function countHashes(hashes: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return counts;
}

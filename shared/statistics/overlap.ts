/**
 * The share of the first `k` results that two lists have in common, 0 to 1, whatever their order; of the
 * longer list where both are shorter than `k`. Two empty lists agree: 1. Says how different two indexes are,
 * never which is better.
 * Example: overlap(['a', 'b', 'c'], ['b', 'd', 'a'], 3) is 2/3.
 */
export function overlap(one: readonly string[], other: readonly string[], k: number): number {
  const first = new Set(one.slice(0, k));
  const second = new Set(other.slice(0, k));
  const size = Math.max(first.size, second.size);
  if (size === 0) return 1;
  return [...first].filter((id) => second.has(id)).length / size;
}

/**
 * Rank-biased overlap of two rankings, 0 (disjoint) to 1 (the same), extrapolated from the depth that was
 * seen; `p` (0 to 1, exclusive) is how likely a reader goes on to the next rank, .9 puts 86% of the weight on
 * the first ten. A list that ends early is taken as sharing nothing further. Two empty lists agree: 1. An id
 * that comes twice counts at its first rank.
 * Formula: X_k / k p^k + (1 - p) / p sum_{d=1..k} X_d / d p^d, X_d = what the first d have in common, k = the
 * longer length.
 * Source: Webber, Moffat and Zobel, "A similarity measure for indefinite rankings", ACM TOIS 28(4), 2010,
 * equation 32 for even lists. Example: [a, b, c] and [a, c, b] at p = .9: 0.955.
 */
export function rankBiasedOverlap(one: readonly string[], other: readonly string[], p = 0.9): number {
  const first = [...new Set(one)];
  const second = [...new Set(other)];
  const depth = Math.max(first.length, second.length);
  if (depth === 0) return 1;
  const seen = new Set<string>();
  let common = 0;
  let sum = 0;
  for (let rank = 1; rank <= depth; rank++) {
    for (const id of new Set([first[rank - 1], second[rank - 1]])) {
      if (id === undefined) continue;
      if (first[rank - 1] === second[rank - 1] || seen.has(id)) common++;
      seen.add(id);
    }
    sum += (common / rank) * p ** rank;
  }
  return (common / depth) * p ** depth + ((1 - p) / p) * sum;
}

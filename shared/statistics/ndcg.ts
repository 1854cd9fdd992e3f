/** How relevant a document is to a query, by its id: 0 not at all, higher is better. Ids that are not named are 0. */
export type Grades = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `k` results, 0 to 1, gains as graded: sum of grade_i /
 * log2(i + 1) over the ranks i = 1 to k, divided by the same of the best order possible. Null where nothing
 * is graded above 0: such a query says nothing. A document that comes twice counts at its first rank.
 * Source: Jarvelin and Kekalainen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
 * Example: grades {a: 3, b: 1}, results [b, a]: (1 + 3 / log2 3) / (3 + 1 / log2 3) = 0.7967.
 */
export function ndcg(results: readonly string[], grades: Grades, k: number): number | null {
  const best = [...grades.values()].filter((grade) => grade > 0).sort((a, b) => b - a);
  const ideal = discounted(best, k);
  if (ideal === 0) return null;
  return (
    discounted(
      [...new Set(results)].slice(0, k).map((id) => Math.max(0, grades.get(id) ?? 0)),
      k,
    ) / ideal
  );
}

const discounted = (gains: readonly number[], k: number): number =>
  gains.slice(0, k).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);

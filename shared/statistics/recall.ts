import type { Grades } from './ndcg.ts';

/**
 * The share of the relevant documents (grade above 0) that the first `k` results hold, 0 to 1. Null where
 * none is relevant. A document that comes twice counts once.
 * Example: grades {a: 1, b: 2, c: 0}, results [c, b], k = 2: 0.5.
 */
export function recall(results: readonly string[], grades: Grades, k: number): number | null {
  const relevant = new Set([...grades].filter(([, grade]) => grade > 0).map(([id]) => id));
  if (relevant.size === 0) return null;
  const found = [...new Set(results)].slice(0, k).filter((id) => relevant.has(id));
  return found.length / relevant.size;
}

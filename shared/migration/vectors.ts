import { type Found, note } from './coverage.ts';

/** What is wrong with the vectors of an index. */
export interface VectorSummary {
  checked: number;
  /** Of another length than the index version says. */
  wrongDimensions: Found;
  /** With NaN or an infinity in them. */
  notFinite: Found;
  /** All zero: such a chunk is found by no query. */
  zero: Found;
}

export type VectorFault = 'wrong-dimensions' | 'not-finite' | 'zero';

/** What is wrong with a vector, or null. The gate and the ingestion ask the same question. */
export function vectorFault(vector: ArrayLike<number>, dimensions: number): VectorFault | null {
  if (vector.length !== dimensions) return 'wrong-dimensions';
  let zero = true;
  for (let index = 0; index < vector.length; index++) {
    const value = vector[index] ?? Number.NaN;
    if (!Number.isFinite(value)) return 'not-finite';
    if (value !== 0) zero = false;
  }
  return zero ? 'zero' : null;
}

/** Looks at vectors one by one. */
export function summariseVectors(
  vectors: Iterable<{ id: string; vector: ArrayLike<number> }>,
  dimensions: number,
): VectorSummary {
  const none = (): Found => ({ count: 0, examples: [] });
  const summary = { checked: 0, wrongDimensions: none(), notFinite: none(), zero: none() };
  for (const { id, vector } of vectors) {
    summary.checked++;
    const fault = vectorFault(vector, dimensions);
    if (fault === 'wrong-dimensions') note(summary.wrongDimensions, id);
    if (fault === 'not-finite') note(summary.notFinite, id);
    if (fault === 'zero') note(summary.zero, id);
  }
  return summary;
}

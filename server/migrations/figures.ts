import { latencyBounds } from '../../shared/statistics/latencyHistogram.ts';
import { figuresMinutes, type IndexFigures } from '../retrieval/liveFigures.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { load } from './change.ts';

export interface SideFigures extends Omit<IndexFigures, 'counts'> {
  side: 'old' | 'new';
  version: string;
  /** From the fastest bucket to the slowest that a query of either side fell into; the same bounds for both. */
  histogram: { upToMs: number; count: number }[];
}

/** What live queries of the last minutes met on a migration's two indexes, in this process. @throws KnowngoodError NOT_FOUND */
export async function figuresOf(
  retrieval: Retrieval,
  target: { environment: string; id: string },
): Promise<{ minutes: number; sides: SideFigures[] }> {
  const { held, collection } = await load(retrieval, target);
  const { from, to } = held.body.migration;
  const sides = (['old', 'new'] as const).map((side) => {
    const version = side === 'old' ? from : to;
    return { side, version, ...retrieval.figures.of({ collection: collection.id, version }) };
  });
  const used = latencyBounds
    .map((_, bucket) => bucket)
    .filter((bucket) => sides.some(({ counts }) => (counts[bucket] ?? 0) > 0));
  const buckets = latencyBounds.slice(used.at(0) ?? 0, (used.at(-1) ?? -1) + 1);
  return {
    minutes: figuresMinutes,
    sides: sides.map(({ counts, ...side }) => ({
      ...side,
      histogram: buckets.map((upToMs, at) => ({ upToMs, count: counts[at + (used.at(0) ?? 0)] ?? 0 })),
    })),
  };
}

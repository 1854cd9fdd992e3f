import type { Unit } from '../../shared/model/unit.ts';
import { compareUnits, differenceWords } from '../../shared/text/describeUnit.ts';

export interface Relative {
  unit: string;
  label: string;
  /** What differs, from the older to the newer of the two, in words. */
  differs: string;
  /** Registered before the unit that is looked at. */
  older: boolean;
}

const mostRelatives = 30;

/**
 * The units that differ from one by one thing alone: the model, the prompt, the parameters, retrieval, tools or the
 * answer's schema. `order` says which was registered first. The closest come first: those with the least difference.
 */
export function relativesOf(unit: Unit, units: Iterable<Unit>, order: (unit: string) => number): Relative[] {
  const found: (Relative & { size: number; at: number })[] = [];
  for (const other of units) {
    if (other.id === unit.id) continue;
    const older =
      order(other.id) < order(unit.id) || (order(other.id) === order(unit.id) && other.id < unit.id);
    const [from, to] = older ? [other, unit] : [unit, other];
    const differences = compareUnits(from.specification, to.specification);
    if (new Set(differences.map(({ aspect }) => aspect)).size !== 1) continue;
    found.push({
      unit: other.id,
      label: other.label,
      differs: differenceWords(differences),
      older,
      size: differences.length,
      at: order(other.id),
    });
  }
  return found
    .toSorted((a, b) => a.size - b.size || b.at - a.at)
    .slice(0, mostRelatives)
    .map(({ size: _, at: __, ...relative }) => relative);
}

import type { UnitEntry } from '../../trpc.ts';
import { oneOf, searchParams, text } from '../../ui/searchParams.ts';

export const shows = ['used', 'unused', 'retired'] as const;

/** The table's state in the address. Retired units show only where they are asked for. */
export const readUnitsSearch = searchParams({ q: text, show: oneOf(...shows) });
export type UnitsSearch = ReturnType<typeof readUnitsSearch>;

/** What a unit's page shows beside the unit: the one that it is compared with. */
export const readUnitSearch = searchParams({ against: text });
export type UnitSearch = ReturnType<typeof readUnitSearch>;

/** The units that a search finds: every word must stand somewhere in what the table shows of it. */
export function applySearch(units: readonly UnitEntry[], { q = '', show }: UnitsSearch): UnitEntry[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return units.filter((unit) => {
    if ((show === 'retired') !== (unit.retiredAt !== null)) return false;
    if (show === 'used' && unit.usedBy.length === 0) return false;
    if (show === 'unused' && unit.usedBy.length > 0) return false;
    const { provider, model, prompt } = unit.specification;
    const about = [unit.id, unit.label, provider, model, `${prompt.name}@${prompt.version}`]
      .concat(unit.usedBy.flatMap((use) => [use.flag, use.flagName]))
      .join(' ')
      .toLowerCase();
    return words.every((word) => about.includes(word));
  });
}

import type { Snapshot } from '../configuration/snapshot.ts';

export interface UnitUse {
  flag: string;
  flagName: string;
  variant: string;
  variantName: string;
  knownGood: boolean;
}

/** The variants that name a unit, by unit. */
export function usesByUnit(snapshot: Pick<Snapshot, 'flags'>): Map<string, UnitUse[]> {
  const uses = new Map<string, UnitUse[]>();
  for (const flag of snapshot.flags.values())
    for (const variant of flag.variants) {
      if (variant.kind !== 'unit') continue;
      const own = uses.get(variant.unit) ?? [];
      uses.set(variant.unit, own);
      own.push({
        flag: flag.key,
        flagName: flag.name,
        variant: variant.key,
        variantName: variant.name,
        knownGood: flag.knownGood === variant.key,
      });
    }
  return uses;
}

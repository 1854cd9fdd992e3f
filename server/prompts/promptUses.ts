import type { PromptVersion } from '../../shared/model/prompt.ts';
import type { Snapshot } from '../configuration/snapshot.ts';

export interface PromptUse {
  unit: string;
  unitLabel: string;
  /** Flags with a variant on this unit. */
  flags: { flag: string; flagName: string; variantName: string }[];
}

/** The units that a prompt version is part of, and the flags that serve them. */
export function promptUses(
  snapshot: Snapshot,
  { name, version }: Pick<PromptVersion, 'name' | 'version'>,
): PromptUse[] {
  const units = [...snapshot.units.values()].filter(
    ({ specification: { prompt } }) => prompt.name === name && prompt.version === version,
  );
  return units
    .map(({ id, label }) => ({
      unit: id,
      unitLabel: label,
      flags: [...snapshot.flags.values()].flatMap((flag) =>
        flag.variants.flatMap((variant) =>
          variant.kind === 'unit' && variant.unit === id
            ? [{ flag: flag.key, flagName: flag.name, variantName: variant.name }]
            : [],
        ),
      ),
    }))
    .toSorted((a, b) => a.unitLabel.localeCompare(b.unitLabel));
}

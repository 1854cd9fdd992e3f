import { shares } from '../../../../shared/evaluation/split.ts';
import { bucketCount } from '../../../../shared/model/bucketCount.ts';
import type { Flag, Serve, Variant } from '../../../../shared/model/flag.ts';
import type { UnitOfFlag } from '../../trpc.ts';
import type { BarPart } from '../../ui/VariantBar.tsx';
import { valueWords } from '../../ui/valueWords.ts';
import { variantColors } from '../../ui/variantColors.ts';

/** How many of the 100,000 buckets each variant has. */
export const bucketsOf = (serve: Serve): Map<string, number> =>
  serve.kind === 'variant' ? new Map([[serve.variant, bucketCount]]) : shares(serve.split);

export const variantOf = (flag: Flag, key: string): Variant | undefined =>
  flag.variants.find((variant) => variant.key === key);

export const nameOf = (flag: Flag, key: string): string => variantOf(flag, key)?.name ?? key;

export function unitOf<Unit extends Pick<UnitOfFlag, 'id' | 'label'>>(
  flag: Flag,
  units: readonly Unit[],
  key: string,
): Unit | undefined {
  const variant = variantOf(flag, key);
  return variant?.kind === 'unit' ? units.find((unit) => unit.id === variant.unit) : undefined;
}

/** Parts of a bar from bucket counts, in the order of the flag's variants, without those that get nobody. */
export function barParts(
  flag: Flag,
  units: readonly Pick<UnitOfFlag, 'id' | 'label'>[],
  buckets: ReadonlyMap<string, number>,
): BarPart[] {
  const colors = variantColors(flag.variants, flag.knownGood);
  return flag.variants
    .filter((variant) => (buckets.get(variant.key) ?? 0) > 0)
    .map((variant) => ({
      key: variant.key,
      name: variant.name,
      kind: variant.kind,
      unitLabel:
        variant.kind === 'value'
          ? valueWords(variant.value)
          : (unitOf(flag, units, variant.key)?.label ?? null),
      share: (buckets.get(variant.key) ?? 0) / bucketCount,
      color: colors.get(variant.key) ?? 'var(--kg-variant-static)',
    }));
}

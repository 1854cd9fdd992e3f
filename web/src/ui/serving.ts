import type { FlagSummary } from '../trpc.ts';
import type { BarPart } from './VariantBar.tsx';
import { variantColors } from './variantColors.ts';

/** What a flag serves now, as parts of a bar. */
export function servingParts(flag: FlagSummary): BarPart[] {
  const colors = variantColors(
    flag.serving.map((part) => ({ key: part.variant, kind: part.kind })),
    flag.knownGood,
  );
  return flag.serving.map((part) => ({
    key: part.variant,
    name: part.name,
    kind: part.kind,
    unitLabel: part.unitLabel,
    share: part.share,
    color: colors.get(part.variant) ?? 'var(--kg-variant-static)',
  }));
}

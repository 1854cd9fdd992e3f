import type { Variant } from '../../../shared/model/flag.ts';

interface Coloured {
  key: string;
  kind: Variant['kind'];
}

const palette = [
  'var(--kg-variant-1)',
  'var(--kg-variant-2)',
  'var(--kg-variant-3)',
  'var(--kg-variant-4)',
  'var(--kg-variant-5)',
];

/**
 * The colour of each variant of a flag, the same wherever the flag is shown: known good is always slate,
 * static answers always grey, the others take the palette in order.
 */
export function variantColors(variants: readonly Coloured[], knownGood: string): Map<string, string> {
  const colors = new Map<string, string>();
  let next = 0;
  for (const variant of variants) {
    if (variant.key === knownGood) colors.set(variant.key, 'var(--kg-variant-known)');
    else if (variant.kind === 'static') colors.set(variant.key, 'var(--kg-variant-static)');
    else colors.set(variant.key, palette[next++ % palette.length] ?? 'var(--kg-variant-1)');
  }
  return colors;
}

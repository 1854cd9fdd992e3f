import type { FlagData } from '../../../trpc.ts';
import { nameOf, variantOf } from '../variants.ts';

/** A unit's label; a unit that nobody can choose any more is named as such. */
export function labelOf(data: FlagData, unit: string): string {
  const known = data.units.find(({ id }) => id === unit) ?? data.allUnits.find(({ id }) => id === unit);
  return known?.label ?? 'a unit that this flag no longer has';
}

const withoutUnit = {
  rules: 'rules, no model',
  local: 'the product’s own function',
  static: 'fixed text',
  value: 'a value',
  unit: 'no unit answered',
  embedder: 'vectors',
} as const;

/** What answered a call: its unit, or what the variant is where none did. */
export function answererOf(data: FlagData, call: { unit: string | null; variant: string }): string {
  if (call.unit !== null) return labelOf(data, call.unit);
  const kind = variantOf(data.flag, call.variant)?.kind;
  return kind === undefined ? 'a variant that this flag no longer has' : withoutUnit[kind];
}

/** Where a conversation was or went: a unit, or a variant without one. */
export const placeOf = (data: FlagData, unitOrVariant: string): string =>
  unitOrVariant.startsWith('iu_') ? labelOf(data, unitOrVariant) : nameOf(data.flag, unitOrVariant);

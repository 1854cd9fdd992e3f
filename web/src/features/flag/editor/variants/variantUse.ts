import type { Flag, Serve } from '../../../../../../shared/model/flag.ts';
import { bucketsOf } from '../../variants.ts';

const serves = (serve: Serve, variant: string): boolean => (bucketsOf(serve).get(variant) ?? 0) > 0;

/** Where the flag needs a variant, in words; nowhere when it can go. */
export function variantUse(flag: Flag, variant: string): string[] {
  const uses: string[] = [];
  if (flag.knownGood === variant) uses.push('known good');
  if (flag.fallback === variant) uses.push('the fallback');
  if (flag.offVariant === variant) uses.push('what is served while off');
  if (flag.targets.some((target) => target.variant === variant)) uses.push('individual targets');
  for (const rule of flag.rules) if (serves(rule.serve, variant)) uses.push(`rule “${rule.name}”`);
  if (serves(flag.fallthrough, variant)) uses.push('everyone else');
  if (flag.budget?.fallBackTo === variant) uses.push('the budget');
  return uses;
}

import type { Target } from '../../../../../../shared/model/flag.ts';
import { parsePeople } from '../../../../ui/people/parsePeople.ts';

/** The targeting keys in a text, one on each line, each once; also from CSV or JSON, where only the keys count. */
export function keysIn(text: string): string[] {
  const keys = parsePeople(text).contexts.flatMap(({ targetingKey }) => targetingKey ?? []);
  return [...new Set(keys)];
}

/** Keys that are named for more than one variant, with those variants; the first one counts. */
export function namedTwice(targets: readonly Target[]): { key: string; variants: string[] }[] {
  const named = new Map<string, string[]>();
  for (const { variant, targetingKeys } of targets)
    for (const key of targetingKeys) named.set(key, [...(named.get(key) ?? []), variant]);
  return [...named]
    .filter(([, variants]) => variants.length > 1)
    .map(([key, variants]) => ({ key, variants }));
}

/** The targets with other keys for one variant; a variant without keys has no target. Order follows the variants. */
export function withKeys(
  targets: readonly Target[],
  variants: readonly { key: string }[],
  change: { variant: string; keys: string[] },
): Target[] {
  return variants.flatMap(({ key }) => {
    const targetingKeys =
      key === change.variant
        ? change.keys
        : (targets.find((target) => target.variant === key)?.targetingKeys ?? []);
    return targetingKeys.length === 0 ? [] : [{ variant: key, targetingKeys }];
  });
}

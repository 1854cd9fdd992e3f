import { moveShare, shares } from '../../../../../../shared/evaluation/split.ts';
import { bucketCount } from '../../../../../../shared/model/bucketCount.ts';
import type { Split } from '../../../../../../shared/model/split.ts';

/**
 * The split with these shares, in buckets that add up to 100,000. Made of moves between two variants, from one
 * that shrinks to one that grows, so that nobody moves who need not, and the same shares move the same people.
 */
export function reshare(split: Split, wanted: ReadonlyMap<string, number>): Split {
  const has = shares(split);
  const keys = [...new Set([...has.keys(), ...wanted.keys()])];
  const change = (key: string) => (wanted.get(key) ?? 0) - (has.get(key) ?? 0);
  let result = split;
  for (const candidate of keys.filter((key) => change(key) > 0)) {
    for (const donor of keys.filter((key) => change(key) < 0)) {
      const size = Math.min(change(candidate), -change(donor));
      if (size <= 0) continue;
      const share = (has.get(candidate) ?? 0) + size;
      result = moveShare(result, { candidate, donor, share });
      has.set(candidate, share);
      has.set(donor, (has.get(donor) ?? 0) - size);
    }
  }
  return result;
}

/**
 * Sets one variant's share, in buckets; `rest` takes what is left of the 100,000. A share beyond what `rest`
 * can give counts as all of it.
 */
export function withShare(
  current: ReadonlyMap<string, number>,
  change: { variant: string; share: number; rest: string },
): Map<string, number> {
  const { variant, rest } = change;
  if (variant === rest) return new Map(current);
  const others = [...current]
    .filter(([key]) => key !== variant && key !== rest)
    .reduce((sum, [, share]) => sum + share, 0);
  const share = Math.max(0, Math.min(bucketCount - others, change.share));
  return new Map(current).set(variant, share).set(rest, bucketCount - others - share);
}

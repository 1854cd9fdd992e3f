import { moveShare, wholeSplit } from '../../../../../shared/evaluation/split.ts';
import { bucketCount } from '../../../../../shared/model/bucketCount.ts';
import type { Flag, Serve } from '../../../../../shared/model/flag.ts';
import { formatShare } from '../../../ui/format.ts';
import { bucketsOf, nameOf } from '../variants.ts';

/** Who grows or shrinks, and who gives or takes. */
export interface Pair {
  candidate: string;
  donor: string;
}

/** The pair that somebody most likely wants to move: a new unit against known good. */
export function likelyPair(flag: Flag, serve: Serve): Pair {
  const buckets = bucketsOf(serve);
  const has = (key: string) => buckets.get(key) ?? 0;
  const newer = flag.variants.filter(
    (variant) => variant.kind !== 'static' && variant.key !== flag.knownGood,
  );
  const candidate = (newer.find((variant) => has(variant.key) > 0) ?? newer[0])?.key ?? flag.knownGood;
  return { candidate, donor: likelyDonor(flag, serve, candidate) };
}

/** Known good gives, if it has anything to give or nobody else has; otherwise the one with the most. */
export function likelyDonor(flag: Flag, serve: Serve, candidate: string): string {
  const buckets = bucketsOf(serve);
  const others = flag.variants.filter((variant) => variant.key !== candidate).map((variant) => variant.key);
  if (
    candidate !== flag.knownGood &&
    ((buckets.get(flag.knownGood) ?? 0) > 0 || (buckets.get(candidate) ?? 0) > 0)
  )
    return flag.knownGood;
  return others.sort((a, b) => (buckets.get(b) ?? 0) - (buckets.get(a) ?? 0))[0] ?? flag.knownGood;
}

/** The most that the candidate can have, in buckets, when only the donor gives. */
export function available(serve: Serve, pair: Pair): number {
  const buckets = bucketsOf(serve);
  return (buckets.get(pair.candidate) ?? 0) + (buckets.get(pair.donor) ?? 0);
}

/** Percent, as people type it, to buckets: the finest step is 0.001%. */
export const toBuckets = (percent: number): number => Math.round((percent / 100) * bucketCount);
export const toPercent = (buckets: number): number => (buckets / bucketCount) * 100;

/** What is served after the move; a share beyond what the donor has counts as all of it. */
export function afterMove(serve: Serve, pair: Pair, share: number): Serve {
  const split = serve.kind === 'split' ? serve.split : wholeSplit(serve.variant);
  return {
    kind: 'split',
    split: moveShare(split, { ...pair, share: Math.min(share, available(serve, pair)) }),
  };
}

/** What a move does to people, in a sentence. */
export function moveWords(flag: Flag, serve: Serve, pair: Pair, share: number): string {
  const has = bucketsOf(serve).get(pair.candidate) ?? 0;
  const candidate = nameOf(flag, pair.candidate);
  const donor = nameOf(flag, pair.donor);
  const change = formatShare(Math.abs(share - has) / bucketCount);
  if (share === has) return `Nothing changes: ${candidate} keeps ${formatShare(has / bucketCount)}.`;
  if (share > has) {
    const kept = has > 0 ? ` The ${formatShare(has / bucketCount)} who have ${candidate} keep it.` : '';
    return `About ${change} more people get ${candidate} instead of ${donor}; nobody else moves.${kept}`;
  }
  return `About ${change} fewer people get ${candidate}: those who came last go back to ${donor}; nobody else moves.`;
}

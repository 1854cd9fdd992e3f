import { bucketCount } from '../model/bucketCount.ts';
import type { BucketRange, Split } from '../model/split.ts';

/** How many of the 100,000 buckets each variant has. */
export function shares(split: Split): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const range of split.ranges)
    sizes.set(range.variant, (sizes.get(range.variant) ?? 0) + range.end - range.start);
  return sizes;
}

/** Finds what a bucket (0 to 99,999) falls to, among ranges in order: few are walked, many are searched by halves. */
export function finder<T>(ranges: readonly { end: number; item: T }[]): (bucket: number) => T {
  const ends = Int32Array.from(ranges, (range) => range.end);
  const items = ranges.map((range) => range.item);
  const last = items.length - 1;
  return (bucket) => {
    let low = 0;
    let high = last;
    while (high - low > 8) {
      const middle = (low + high) >>> 1;
      if (bucket < (ends[middle] as number)) high = middle;
      else low = middle + 1;
    }
    while (low < high && bucket >= (ends[low] as number)) low++;
    return items[low] as T;
  };
}

/** A split that gives every bucket to one variant. */
export const wholeSplit = (variant: string, origin = 0): Split => ({
  origin,
  ranges: [{ start: 0, end: bucketCount, variant }],
});

/** Thrown when a share cannot be had from the donor alone. `available` is the largest share that can, in buckets. */
export class NotEnoughBuckets extends Error {
  readonly available: number;
  constructor(candidate: string, donor: string, available: number) {
    super(`"${candidate}" can have at most ${available} buckets when they come from "${donor}" alone`);
    this.available = available;
  }
}

/**
 * Brings `candidate` to `share` buckets (0 to 100,000), taking from or returning to `donor` alone, so that
 * nobody else's variant changes. Buckets are taken upwards from the origin and returned in the opposite
 * order: raising a share only adds people, and coming back to a share brings back the same people.
 * @throws NotEnoughBuckets when the donor has too few.
 */
export function moveShare(split: Split, move: { candidate: string; donor: string; share: number }): Split {
  const { candidate, donor, share } = move;
  const owned = shares(split);
  const has = owned.get(candidate) ?? 0;
  const available = has + (owned.get(donor) ?? 0);
  if (share > available) throw new NotEnoughBuckets(candidate, donor, available);
  if (share === has || candidate === donor) return split;
  const growing = share > has;
  const from = growing ? donor : candidate;
  const to = growing ? candidate : donor;
  let left = Math.abs(share - has);
  const pieces = clockwise(split);
  if (!growing) pieces.reverse();
  const moved: BucketRange[] = [];
  for (const piece of pieces) {
    const size = piece.end - piece.start;
    if (piece.variant !== from || left === 0) {
      moved.push(piece);
    } else if (size <= left) {
      moved.push({ ...piece, variant: to });
      left -= size;
    } else {
      const cut = growing ? piece.start + left : piece.end - left;
      moved.push(
        { start: piece.start, end: cut, variant: growing ? to : from },
        { start: cut, end: piece.end, variant: growing ? from : to },
      );
      left = 0;
    }
  }
  return { origin: split.origin, ranges: joined(moved) };
}

/** The ranges in order from the origin round to it again, the one that holds the origin cut in two. */
function clockwise(split: Split): BucketRange[] {
  const after: BucketRange[] = [];
  const before: BucketRange[] = [];
  for (const range of split.ranges) {
    if (range.end <= split.origin) before.push(range);
    else if (range.start >= split.origin) after.push(range);
    else {
      before.push({ ...range, end: split.origin });
      after.push({ ...range, start: split.origin });
    }
  }
  return [...after, ...before];
}

function joined(ranges: BucketRange[]): BucketRange[] {
  const result: BucketRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && last.variant === range.variant && last.end === range.start) last.end = range.end;
    else result.push({ ...range });
  }
  return result;
}

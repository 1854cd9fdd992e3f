import { bucketCount } from '../../../../../shared/model/bucketCount.ts';
import type { Split } from '../../../../../shared/model/split.ts';

/**
 * Where in a bar of shares a bucket stands, 0 to 1. The bar shows each variant in one piece, in `order`; inside its
 * piece, whoever was added first, counted from the split's origin, stands first. Null for a bucket that no range has.
 */
export function placeInBar(split: Split, order: readonly string[], bucket: number): number | null {
  const own = split.ranges.find((range) => bucket >= range.start && bucket < range.end)?.variant;
  if (own === undefined) return null;
  const turned = (at: number) => (at - split.origin + bucketCount) % bucketCount;
  const before = order.slice(0, Math.max(0, order.indexOf(own)));
  let place = 0;
  for (const { start, end, variant } of split.ranges) {
    const size = end - start;
    if (before.includes(variant)) place += size;
    if (variant !== own) continue;
    // A range that holds the origin is two pieces: the later part comes first.
    const from = turned(start);
    const first = Math.min(size, bucketCount - from);
    place += Math.max(0, Math.min(first, turned(bucket) - from));
    place += Math.min(size - first, turned(bucket));
  }
  return place / bucketCount;
}

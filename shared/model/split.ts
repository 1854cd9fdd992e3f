import { z } from 'zod';
import { bucketCount } from './bucketCount.ts';
import { Key } from './key.ts';

export const BucketRange = z.object({
  /** First bucket of the range, 0 to 99,999. */
  start: z
    .int()
    .min(0)
    .max(bucketCount - 1),
  /** One past the last bucket, 1 to 100,000. */
  end: z.int().min(1).max(bucketCount),
  variant: Key,
});
export type BucketRange = z.infer<typeof BucketRange>;

/**
 * Explicit bucket ranges, in order, without gap or overlap. `origin` is the bucket at which a growing
 * variant starts to take buckets, so that the same users do not meet every canary first.
 */
export const Split = z
  .object({
    origin: z
      .int()
      .min(0)
      .max(bucketCount - 1),
    ranges: z.array(BucketRange).min(1).max(1_000),
  })
  .superRefine((split, context) => {
    let next = 0;
    for (const range of split.ranges) {
      if (range.start !== next || range.end <= range.start) {
        context.addIssue({
          code: 'custom',
          message: `Ranges must cover all buckets in order: expected a range from ${next}, found ${range.start} to ${range.end}`,
        });
        return;
      }
      next = range.end;
    }
    if (next !== bucketCount)
      context.addIssue({
        code: 'custom',
        message: `Ranges must end at ${bucketCount}, these end at ${next}`,
      });
  });
export type Split = z.infer<typeof Split>;

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Condition } from '../model/condition.ts';
import { EvaluationContext } from '../model/context.ts';
import { Segment } from '../model/segment.ts';
import { Split } from '../model/split.ts';
import { bucketOf } from './bucket.ts';
import { conditionTest } from './condition.ts';
import { describeCondition } from './describeCondition.ts';
import { murmur3 } from './murmur3.ts';
import { finder } from './split.ts';

interface Vectors {
  now: string;
  hash: { text: string; seed?: number; hash: number }[];
  buckets: { salt: string; value: string; bucket: number }[];
  conditions: { condition: unknown; context: unknown; holds: boolean }[];
  segments: unknown[];
  ranges: { split: unknown; served: { bucket: number; variant: string }[] };
}

// Hashes and buckets were computed by an implementation in another language, conditions written by hand: none by this engine.
const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as Vectors;

describe('the golden vectors', () => {
  it.each(vectors.hash)('murmur3 of $text with seed $seed', ({ text, seed, hash }) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  it.each(vectors.buckets)('bucket of $salt and $value', ({ salt, value, bucket }) => {
    expect(bucketOf(salt, value)).toBe(bucket);
  });

  const segments = new Map(vectors.segments.map((one) => Segment.parse(one)).map((one) => [one.key, one]));
  const sources = { segments, now: () => Date.parse(vectors.now), tests: new Map() };
  it.each(vectors.conditions.map((vector, index) => [index, vector] as const))(
    'condition %i',
    (_index, { condition, context, holds }) => {
      const parsed = Condition.parse(condition);
      expect(
        conditionTest(parsed, sources)(EvaluationContext.parse(context)),
        `${describeCondition(parsed)} on ${JSON.stringify(context)}`,
      ).toBe(holds);
    },
  );

  const find = finder(
    Split.parse(vectors.ranges.split).ranges.map(({ end, variant }) => ({ end, item: variant })),
  );
  it.each(vectors.ranges.served)('bucket $bucket falls to $variant', ({ bucket, variant }) => {
    expect(find(bucket)).toBe(variant);
  });
});

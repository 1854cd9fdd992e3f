import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketCount } from '../model/bucketCount.ts';
import { Split } from '../model/split.ts';
import { bucketOf } from './bucket.ts';
import { finder, moveShare, NotEnoughBuckets, shares, wholeSplit } from './split.ts';

const origin = fc.integer({ min: 0, max: bucketCount - 1 });
const share = fc.integer({ min: 0, max: bucketCount });
const sample = Array.from({ length: 400 }, (_, index) => (index * 7919) % bucketCount);
const served = (split: Split) =>
  sample.map(finder(split.ranges.map(({ end, variant }) => ({ end, item: variant }))));

describe('moveShare', () => {
  it('gives exactly the share asked for, in a split that covers every bucket', () => {
    fc.assert(
      fc.property(origin, share, (from, to) => {
        const moved = moveShare(wholeSplit('a', from), { candidate: 'b', donor: 'a', share: to });
        expect(shares(moved).get('b') ?? 0).toBe(to);
        expect(Split.safeParse(moved).success).toBe(true);
      }),
    );
  });

  it('only adds people when a share grows, and brings the same ones back when it returns', () => {
    fc.assert(
      fc.property(origin, share, share, (from, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const small = moveShare(wholeSplit('a', from), { candidate: 'b', donor: 'a', share: low });
        const large = moveShare(small, { candidate: 'b', donor: 'a', share: high });
        const grown = served(large);
        served(small).forEach((variant, index) => {
          if (variant === 'b') expect(grown[index]).toBe('b');
        });
        expect(moveShare(large, { candidate: 'b', donor: 'a', share: low })).toEqual(small);
      }),
    );
  });

  it('never moves anybody of a third variant', () => {
    fc.assert(
      fc.property(
        origin,
        fc.integer({ min: 0, max: 30_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        (from, third, candidate) => {
          const start = moveShare(wholeSplit('a', from), { candidate: 'c', donor: 'a', share: third });
          const moved = moveShare(start, { candidate: 'b', donor: 'a', share: candidate });
          const after = served(moved);
          served(start).forEach((variant, index) => {
            if (variant === 'c') expect(after[index]).toBe('c');
          });
          expect(shares(moved).get('c') ?? 0).toBe(third);
        },
      ),
    );
  });

  it('says how much the donor can give when that is too little', () => {
    const start = moveShare(wholeSplit('a'), { candidate: 'c', donor: 'a', share: 40_000 });
    const tooMuch = () => moveShare(start, { candidate: 'b', donor: 'a', share: 60_001 });
    expect(tooMuch).toThrow(NotEnoughBuckets);
    expect(tooMuch).toThrow('at most 60000 buckets');
  });
});

describe('bucketOf', () => {
  it('spreads 100,000 users evenly: each tenth within three standard deviations', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let user = 0; user < 100_000; user++)
      tenths[Math.floor(bucketOf('salt', `user-${user}`) / 10_000)]!++;
    const sigma = Math.sqrt(100_000 * 0.1 * 0.9);
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(3 * sigma);
  });

  it('stays where it was: these buckets are promises', () => {
    expect(['ada', 'grace', 'edsger', '用户'].map((user) => bucketOf('docs-answer-2026', user))).toEqual([
      99_647, 97_183, 98_571, 88_694,
    ]);
  });
});

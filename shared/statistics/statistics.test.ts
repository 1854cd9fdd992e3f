import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndcg } from './ndcg.ts';
import { overlap } from './overlap.ts';
import { pairedBootstrap } from './pairedBootstrap.ts';
import { quantile } from './quantile.ts';
import { seededRandom } from './random.ts';
import { rankBiasedOverlap } from './rankBiasedOverlap.ts';
import { recall } from './recall.ts';

const ids = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), { maxLength: 12 });
const gradesOf = (entries: Record<string, number>) => new Map(Object.entries(entries));

describe('ndcg', () => {
  it('weighs grades by rank, against the best order', () => {
    expect(ndcg(['b', 'a'], gradesOf({ a: 3, b: 1 }), 10)).toBeCloseTo(0.7967075809905066, 12);
    expect(ndcg(['a', 'x', 'b'], gradesOf({ a: 1, b: 1 }), 10)).toBeCloseTo(0.9197207891481876, 12);
    // Jarvelin and Kekalainen's example, gains 3 2 3 0 1 2 with an unseen 3 and 2, as worked in the literature.
    const grades = gradesOf({ d1: 3, d2: 2, d3: 3, d4: 0, d5: 1, d6: 2, d7: 3, d8: 2 });
    expect(ndcg(['d1', 'd2', 'd3', 'd4', 'd5', 'd6'], grades, 6)).toBeCloseTo(0.785, 3);
  });

  it('is 1 for the best order, 0 for nothing found, null for a query without a relevant document', () => {
    expect(ndcg(['a', 'b', 'c'], gradesOf({ c: 1, b: 2, a: 4 }), 2)).toBe(1);
    expect(ndcg([], gradesOf({ a: 1 }), 10)).toBe(0);
    expect(ndcg(['a'], gradesOf({ a: 0 }), 10)).toBeNull();
    expect(ndcg(['a'], new Map(), 10)).toBeNull();
  });

  it('counts a document that comes twice once, and stays between 0 and 1', () => {
    expect(ndcg(['b', 'b', 'a'], gradesOf({ a: 1, b: 1 }), 10)).toBe(1);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'x')), fc.nat(12), (results, k) => {
        const value = ndcg(results, gradesOf({ a: 4, b: 1, c: 2 }), k + 1) ?? Number.NaN;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('recall', () => {
  it('is the share of the relevant documents found', () => {
    expect(recall(['c', 'b'], gradesOf({ a: 1, b: 2, c: 0 }), 2)).toBe(0.5);
    expect(recall(['c', 'b', 'a'], gradesOf({ a: 1, b: 2, c: 0 }), 2)).toBe(0.5);
    expect(recall([], gradesOf({ a: 1 }), 100)).toBe(0);
    expect(recall(['a'], gradesOf({ a: 0 }), 100)).toBeNull();
    expect(recall(['b', 'b', 'a'], gradesOf({ a: 1, b: 1 }), 2)).toBe(1);
  });
});

describe('overlap and rank-biased overlap', () => {
  it('answers worked examples', () => {
    expect(overlap(['a', 'b', 'c'], ['b', 'd', 'a'], 3)).toBeCloseTo(2 / 3, 12);
    expect(overlap(['a'], [], 10)).toBe(0);
    expect(overlap([], [], 10)).toBe(1);
    // p^3 + (1 - p)/p (p + p^2 / 2 + p^3) at p = .9
    expect(rankBiasedOverlap(['a', 'b', 'c'], ['a', 'c', 'b'])).toBeCloseTo(0.955, 12);
    expect(rankBiasedOverlap([], [])).toBe(1);
    expect(rankBiasedOverlap(['a'], ['b'])).toBe(0);
  });

  it('are symmetric, 1 for the same list and 0 for disjoint ones', () => {
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        expect(rankBiasedOverlap(one, other)).toBeCloseTo(rankBiasedOverlap(other, one), 12);
        expect(overlap(one, other, 10)).toBe(overlap(other, one, 10));
        expect(rankBiasedOverlap(one, one)).toBeCloseTo(1, 12);
        if (one.length > 0)
          expect(
            rankBiasedOverlap(
              one,
              one.map((id) => `${id}!`),
            ),
          ).toBe(0);
        expect(rankBiasedOverlap(one, other)).toBeGreaterThanOrEqual(0);
        expect(rankBiasedOverlap(one, other)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('quantile', () => {
  it('lies between two values in proportion', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.99)).toBeCloseTo(3.97, 12);
    expect(quantile([7], 0.1)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([3, 9], 2)).toBe(9);
  });
});

describe('seededRandom', () => {
  it('repeats itself for a seed, and fills the range evenly', () => {
    const random = seededRandom(42);
    const drawn = Array.from({ length: 20_000 }, random);
    expect(drawn.slice(0, 3)).toEqual([0.8495162376202643, 0.9794481270946562, 0.5843684077262878]);
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(drawn.reduce((sum, value) => sum + value, 0) / drawn.length).toBeCloseTo(0.5, 1);
    expect(drawn.filter((value) => value < 0.1).length).toBeGreaterThan(1_850);
  });
});

describe('pairedBootstrap', () => {
  it('gives the same bounds for the same seed, near those of the normal distribution', () => {
    const random = seededRandom(7);
    const differences = Array.from({ length: 400 }, () => random() - 0.45);
    const found = pairedBootstrap(differences);
    expect(pairedBootstrap(differences)).toEqual(found);
    const half = (1.6449 * found.deviation) / 20;
    expect(found.lower).toBeCloseTo(found.mean - half, 2);
    expect(found.upper).toBeCloseTo(found.mean + half, 2);
    expect(found.deviation).toBeCloseTo(Math.sqrt(1 / 12), 1);
  });

  it('has an answer for nothing, for one pair, and for pairs that do not differ', () => {
    expect(pairedBootstrap([]).mean).toBeNaN();
    expect(pairedBootstrap([0.5])).toEqual({
      n: 1,
      mean: 0.5,
      deviation: 0,
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
    });
    expect(pairedBootstrap(Array(40).fill(0))).toEqual({ n: 40, mean: 0, deviation: 0, lower: 0, upper: 0 });
  });

  it('misses the truth by its lower bound in about one of twenty samples', () => {
    const random = seededRandom(11);
    let missed = 0;
    for (let trial = 0; trial < 600; trial++) {
      const differences = Array.from({ length: 60 }, () => (random() < 0.3 ? random() - 0.5 : 0));
      if (pairedBootstrap(differences, { resamples: 400, seed: trial }).lower > 0) missed++;
    }
    expect(missed / 600).toBeGreaterThan(0.02);
    expect(missed / 600).toBeLessThan(0.09);
  });

  it('keeps the mean between the bounds and moves with the differences', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 }),
        (some) => {
          const found = pairedBootstrap(some, { resamples: 300 });
          const moved = pairedBootstrap(
            some.map((value) => value + 1),
            { resamples: 300 },
          );
          expect(found.lower).toBeLessThanOrEqual(found.upper);
          expect(moved.lower).toBeCloseTo(found.lower + 1, 9);
          expect(moved.upper).toBeCloseTo(found.upper + 1, 9);
        },
      ),
      { numRuns: 50 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { moveShare, wholeSplit } from '../../../../../shared/evaluation/split.ts';
import { placeInBar } from './placeInBar.ts';

const order = ['a', 'b'];

describe('placeInBar', () => {
  it('puts a bucket into the piece of the variant that it gets, whatever its number', () => {
    const split = moveShare(wholeSplit('a', 90_000), { candidate: 'b', donor: 'a', share: 20_000 });
    expect(placeInBar(split, order, 90_000)).toBeCloseTo(0.8);
    expect(placeInBar(split, order, 5_000)).toBeCloseTo(0.95);
    expect(placeInBar(split, order, 10_000)).toBeCloseTo(0);
    expect(placeInBar(split, order, 89_999)).toBeCloseTo(0.79999);
  });
  it('counts from the origin where nobody has split anything yet', () => {
    expect(placeInBar(wholeSplit('a', 30_000), order, 30_000)).toBe(0);
    expect(placeInBar(wholeSplit('a', 30_000), order, 29_999)).toBeCloseTo(0.99999);
  });
  it('gives every bucket a place of its own', () => {
    const split = moveShare(wholeSplit('a', 99_000), { candidate: 'b', donor: 'a', share: 33_333 });
    const places = new Set<number>();
    for (let bucket = 0; bucket < 100_000; bucket += 1)
      places.add(Math.round((placeInBar(split, order, bucket) ?? -1) * 100_000));
    expect(places.size).toBe(100_000);
  });
});

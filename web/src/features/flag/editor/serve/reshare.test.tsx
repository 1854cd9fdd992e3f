import { describe, expect, it } from 'vitest';
import { moveShare, shares, wholeSplit } from '../../../../../../shared/evaluation/split.ts';
import { Split } from '../../../../../../shared/model/split.ts';
import { reshare, withShare } from './reshare.ts';

const started = moveShare(wholeSplit('a', 60_000), { candidate: 'b', donor: 'a', share: 20_000 });
const to = (wanted: Record<string, number>) => reshare(started, new Map(Object.entries(wanted)));
const variantAt = (split: Split, bucket: number) =>
  split.ranges.find(({ start, end }) => bucket >= start && bucket < end)?.variant;

describe('reshare', () => {
  it('gives exact shares, to the thousandth of a percent', () => {
    const split = to({ a: 50_001, b: 24_999, c: 25_000 });
    expect(Split.safeParse(split).success).toBe(true);
    expect(Object.fromEntries(shares(split))).toEqual({ a: 50_001, b: 24_999, c: 25_000 });
  });
  it('moves nobody who need not: whoever has a variant that grows keeps it', () => {
    const split = to({ a: 60_000, b: 30_000, c: 10_000 });
    for (let bucket = 0; bucket < 100_000; bucket += 97) {
      if (variantAt(started, bucket) === 'b') expect(variantAt(split, bucket)).toBe('b');
    }
  });
  it('does the same as a move between two where only two change', () => {
    expect(to({ a: 55_000, b: 45_000 })).toEqual(
      moveShare(started, { candidate: 'b', donor: 'a', share: 45_000 }),
    );
  });
  it('changes nothing for the same shares', () => {
    expect(to({ a: 80_000, b: 20_000 })).toEqual(started);
  });
});

describe('withShare', () => {
  const current = new Map([
    ['a', 80_000],
    ['b', 20_000],
  ]);
  it('lets the rest take what is left', () => {
    const next = withShare(current, { variant: 'c', share: 5_000, rest: 'a' });
    expect(Object.fromEntries(next)).toEqual({ a: 75_000, b: 20_000, c: 5_000 });
  });
  it('takes no more than the rest can give', () => {
    const next = withShare(current, { variant: 'c', share: 99_000, rest: 'b' });
    expect(Object.fromEntries(next)).toEqual({ a: 80_000, b: 0, c: 20_000 });
  });
});

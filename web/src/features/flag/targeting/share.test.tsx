import { describe, expect, it } from 'vitest';
import { Flag, type Serve } from '../../../../../shared/model/flag.ts';
import { bucketsOf } from '../variants.ts';
import { readPercent } from './ShareInput.tsx';
import { afterMove, available, likelyPair, moveWords, toBuckets, toPercent } from './share.ts';

const split = (thorough: number): Serve => ({
  kind: 'split',
  split: {
    origin: 0,
    ranges: [
      { start: 0, end: thorough, variant: 'thorough' },
      { start: thorough, end: 100_000, variant: 'quick' },
    ],
  },
});
const flag = Flag.parse({
  key: 'reply',
  name: 'Reply',
  kind: 'call',
  on: true,
  salt: 's',
  hash: 'murmur3-v1',
  variants: [
    { kind: 'unit', key: 'quick', name: 'Quick', unit: `iu_${'a'.repeat(20)}` },
    { kind: 'unit', key: 'thorough', name: 'Thorough', unit: `iu_${'b'.repeat(20)}` },
    { kind: 'static', key: 'sorry', name: 'Apology', text: 'Sorry' },
  ],
  fallthrough: split(5_000),
  offVariant: 'sorry',
  knownGood: 'quick',
  fallback: 'sorry',
});

describe('likelyPair', () => {
  it('moves the newer unit against known good', () => {
    expect(likelyPair(flag, split(5_000))).toEqual({ candidate: 'thorough', donor: 'quick' });
    expect(likelyPair(flag, { kind: 'variant', variant: 'quick' })).toEqual({
      candidate: 'thorough',
      donor: 'quick',
    });
    expect(likelyPair(flag, { kind: 'variant', variant: 'thorough' })).toEqual({
      candidate: 'thorough',
      donor: 'quick',
    });
    expect(likelyPair(flag, { kind: 'variant', variant: 'sorry' })).toEqual({
      candidate: 'thorough',
      donor: 'sorry',
    });
  });
});

describe('moving a share', () => {
  const pair = { candidate: 'thorough', donor: 'quick' };
  it('keeps the finest step exact', () => {
    expect(toBuckets(12.345)).toBe(12_345);
    expect(toBuckets(0.001)).toBe(1);
    expect(toPercent(12_345)).toBeCloseTo(12.345, 9);
  });
  it('takes no more than the donor has', () => {
    expect(available(split(5_000), pair)).toBe(100_000);
    expect(bucketsOf(afterMove(split(5_000), pair, 999_999)).get('thorough')).toBe(100_000);
  });
  it('starts a split where one variant had everything', () => {
    const after = bucketsOf(afterMove({ kind: 'variant', variant: 'quick' }, pair, 25_000));
    expect([...after]).toEqual([
      ['thorough', 25_000],
      ['quick', 75_000],
    ]);
  });
  it('says who moves and who does not', () => {
    expect(moveWords(flag, split(5_000), pair, 25_000)).toBe(
      'About 20% more people get Thorough instead of Quick; nobody else moves. The 5% who have Thorough keep it.',
    );
    expect(moveWords(flag, split(5_000), pair, 1_000)).toContain('About 4% fewer people get Thorough');
    expect(moveWords(flag, split(5_000), pair, 5_000)).toContain('Nothing changes');
  });
});

describe('readPercent', () => {
  it('understands what people type, and nothing else', () => {
    expect(readPercent('12.345', 100)).toBe(12.345);
    expect(readPercent(' 12,5 % '.trim(), 100)).toBe(12.5);
    expect(readPercent('', 100)).toBeNull();
    expect(readPercent('80', 50)).toBeNull();
    expect(readPercent('-1', 100)).toBeNull();
    expect(readPercent('many', 100)).toBeNull();
  });
});

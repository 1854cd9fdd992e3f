import { describe, expect, it } from 'vitest';
import { budgetWords, placesOnBar, thresholdsOf } from './budgetWords.ts';

const name = (variant: string) => variant.toUpperCase();

describe('a budget in words', () => {
  it('names its thresholds, and the variant that is cheaper', () => {
    const all = thresholdsOf({ warnUsd: 5, fallBackUsd: 8.5, fallBackTo: 'concise', refuseUsd: 10 }, name);
    expect(budgetWords(all)).toBe('warns from $5.00, CONCISE answers from $8.50, refuses from $10.00 a day');
  });

  it('has no thresholds where there is no budget', () => {
    expect(thresholdsOf(undefined, name)).toEqual([]);
    expect(thresholdsOf(null, name)).toEqual([]);
  });
});

describe('the bar of today', () => {
  it('keeps the order, and leaves room behind the highest', () => {
    const thresholds = thresholdsOf({ warnUsd: 5, refuseUsd: 10 }, name);
    const { spent, thresholds: places } = placesOnBar(2.5, thresholds);
    expect(spent).toBeCloseTo(23.81, 2);
    expect(places[0]).toBeCloseTo(47.62, 2);
    expect(places[1]).toBeCloseTo(95.24, 2);
  });

  it('is as long as what was spent when that is more', () => {
    const { spent, thresholds } = placesOnBar(40, thresholdsOf({ refuseUsd: 10 }, name));
    expect(spent).toBeGreaterThan(thresholds[0] ?? 100);
    expect(spent).toBeLessThanOrEqual(100);
  });

  it('stays empty when there is nothing to compare', () => {
    expect(placesOnBar(0, [])).toEqual({ spent: 0, thresholds: [] });
  });
});

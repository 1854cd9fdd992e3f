import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latencyBounds, latencyBucket, latencyQuantile } from './latencyHistogram.ts';
import { quantile } from './quantile.ts';

const counted = (latencies: readonly number[]) => {
  const counts = new Uint32Array(latencyBounds.length);
  for (const ms of latencies) {
    const bucket = latencyBucket(ms);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
};

it('counts a latency in the first bucket whose bound is not below it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 60_000, noNaN: true }), (ms) => {
      const bucket = latencyBucket(ms);
      expect(ms).toBeLessThanOrEqual(latencyBounds[bucket] as number);
      if (bucket > 0) expect(ms).toBeGreaterThan(latencyBounds[bucket - 1] as number);
    }),
  );
  for (const [bucket, bound] of latencyBounds.entries()) expect(latencyBucket(bound)).toBe(bucket);
  expect(latencyBucket(1e9)).toBe(latencyBounds.length - 1);
  expect([latencyBucket(-1), latencyBucket(Number.NaN)]).toEqual([0, 0]);
});

it('knows quantiles to a fifth', () => {
  expect(latencyQuantile(counted([]), 0.5)).toBeNull();
  expect(latencyQuantile(counted(new Array(10).fill(0.1)), 0.5)).toBe(0.25);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.6, max: 50_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
      fc.constantFrom(0.5, 0.95, 0.99),
      (latencies, p) => {
        const sorted = latencies.toSorted((a, b) => a - b);
        const rank = Math.max(0, Math.ceil(p * sorted.length) - 1);
        const exact = sorted[rank] as number;
        const found = latencyQuantile(counted(latencies), p) as number;
        expect(found).toBeGreaterThanOrEqual(exact / 1.21);
        expect(found).toBeLessThanOrEqual(exact * 1.21);
      },
    ),
  );
  const many = Array.from({ length: 1_000 }, (_, at) => at + 1);
  for (const p of [0.5, 0.95, 0.99]) {
    const found = latencyQuantile(counted(many), p) as number;
    expect(Math.abs(found / quantile(many, p) - 1)).toBeLessThan(0.1);
  }
});

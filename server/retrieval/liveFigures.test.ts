import { expect, it } from 'vitest';
import { createLiveFigures } from './liveFigures.ts';

const one = { collection: 1, version: 'iv_a' };

it('keeps figures of each index for ten minutes, failures and empty answers apart', () => {
  let now = 1e9;
  const figures = createLiveFigures(() => now);
  for (let at = 0; at < 100; at++)
    figures.observe({ ...one, ms: at < 98 ? 10 : 900, passages: at < 5 ? 0 : 3, failed: false });
  figures.observe({ ...one, ms: 30_000, passages: 0, failed: true });
  figures.observe({ ...one, version: 'iv_b', ms: 1, passages: 1, failed: false });
  const found = figures.of(one);
  expect(found).toMatchObject({ queries: 101, empty: 5, failed: 1 });
  expect(found.p50Ms).toBeGreaterThan(8);
  expect(found.p50Ms).toBeLessThan(12);
  expect(found.p99Ms).toBeGreaterThan(700);
  expect(found.p99Ms).toBeLessThan(1_100);
  expect(figures.latencies(10_000).map(({ queries }) => queries)).toEqual([100, 1]);
  now += 60_000;
  expect(figures.latencies(10_000)).toEqual([]);
  expect(figures.of(one, 10_000)).toMatchObject({ queries: 0, p99Ms: null });
  figures.observe({ ...one, ms: 10, passages: 1, failed: false });
  expect(figures.of(one).queries).toBe(102);
  now += 9 * 60_000 + 5_000;
  expect(figures.of(one).queries).toBe(1);
  now += 60 * 60_000;
  figures.observe({ ...one, ms: 10, passages: 1, failed: false });
  expect(figures.of(one).queries).toBe(1);
});

it('lets go of the indexes that were asked longest ago', () => {
  const figures = createLiveFigures(() => 0);
  const observe = (collection: number) =>
    figures.observe({ collection, version: 'iv_a', ms: 1, passages: 1, failed: false });
  observe(0);
  for (let collection = 1; collection < 200; collection++) observe(collection);
  observe(0);
  observe(200);
  expect(figures.of({ collection: 0, version: 'iv_a' }).queries).toBe(2);
  expect(figures.of({ collection: 1, version: 'iv_a' }).queries).toBe(0);
  expect(figures.latencies(1_000)).toHaveLength(200);
});

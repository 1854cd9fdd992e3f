import { expect, it } from 'vitest';
import { backfillProgress, estimateBackfill } from './progress.ts';

it('tells rate and remaining time from this run, and no remaining time before 1%', () => {
  const of = { total: 10_000, doneBefore: 0, elapsedMs: 2_000 };
  expect(backfillProgress({ ...of, done: 0 })).toEqual({ share: 0, rate: null, etaMs: null });
  expect(backfillProgress({ ...of, done: 99 })).toEqual({ share: 0.0099, rate: 49.5, etaMs: null });
  expect(backfillProgress({ ...of, done: 100 })).toEqual({ share: 0.01, rate: 50, etaMs: 198_000 });
  expect(backfillProgress({ ...of, doneBefore: 5_000, done: 5_010 })).toEqual({
    share: 0.501,
    rate: 5,
    etaMs: null,
  });
  expect(backfillProgress({ ...of, doneBefore: 5_000, done: 6_000 })).toEqual({
    share: 0.6,
    rate: 500,
    etaMs: 8_000,
  });
  expect(backfillProgress({ ...of, done: 10_000 }).etaMs).toBe(0);
  expect(backfillProgress({ total: 0, doneBefore: 0, done: 0, elapsedMs: 0 })).toEqual({
    share: 1,
    rate: null,
    etaMs: 0,
  });
});

it('tells the rate of the last stretch, once that is long enough, and no remaining time where nothing moves', () => {
  const of = { total: 10_000, doneBefore: 0, done: 6_000, elapsedMs: 600_000 };
  const since = (doneBefore: number, elapsedMs: number) =>
    backfillProgress({ ...of, recent: { doneBefore, elapsedMs } });
  expect(since(5_900, 60_000)).toEqual({ share: 0.6, rate: 100 / 60, etaMs: 4_000 * 600 });
  expect(since(5_900, 9_000)).toMatchObject({ rate: 10, etaMs: 400_000 });
  expect(since(6_000, 60_000)).toMatchObject({ rate: null, etaMs: null });
  // Few of many in the last minute, but enough in all to tell.
  expect(
    backfillProgress({ ...of, total: 1e6, done: 20_000, recent: { doneBefore: 19_000, elapsedMs: 60_000 } })
      .etaMs,
  ).toBeCloseTo(58_800_000, 3);
});

it('estimates tokens, cost and time', () => {
  const unknown = { documents: 10, meanTokens: 5, usdPerMillionTokens: null, documentsPerSecond: 2 };
  expect(estimateBackfill(unknown)).toEqual({ tokens: 50, usd: null, durationMs: 5_000 });
  expect(
    estimateBackfill({
      documents: 100_000,
      meanTokens: 250,
      usdPerMillionTokens: 0.02,
      documentsPerSecond: 200,
    }),
  ).toEqual({ tokens: 25_000_000, usd: 0.5, durationMs: 500_000 });
  expect(
    estimateBackfill({ documents: 0, meanTokens: 0, usdPerMillionTokens: 1, documentsPerSecond: 1 })
      .durationMs,
  ).toBe(0);
});

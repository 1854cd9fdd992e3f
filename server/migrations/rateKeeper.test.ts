import { expect, it } from 'vitest';
import { rateKeeper } from './rateKeeper.ts';

it('measures a backfill from a minute or two ago, and from now on when its throttle has changed', async () => {
  let at = 0;
  let covered = 0;
  let documentsPerSecond = 100;
  const store = { manifestSummary: async () => ({ covered }) } as never;
  const run = {
    index: { slot: 1 } as never,
    throttle: () => ({ documentsPerSecond, batchesInFlight: 1, budgetUsd: null }),
  };
  const rate = rateKeeper({ store, now: () => new Date(at) }, run);
  let recent: Awaited<ReturnType<typeof rate.now>> = null;
  const goTo = async (seconds: number, done: number) => {
    at = seconds * 1_000;
    covered = done;
    recent = await rate.now({ recent, startedAt: 0 });
    return recent;
  };
  expect(await goTo(59, 500)).toBeNull();
  expect(await goTo(60, 600)).toEqual({ at: 60_000, covered: 600 });
  expect(await goTo(119, 1_100)).toEqual({ at: 60_000, covered: 600 });
  expect(await goTo(121, 1_200)).toEqual({ at: 60_000, covered: 600 });
  expect(await goTo(182, 1_800)).toEqual({ at: 121_000, covered: 1_200 });
  documentsPerSecond = 5;
  expect(await goTo(190, 1_900)).toEqual({ at: 190_000, covered: 1_900 });
  expect(await goTo(200, 1_950)).toEqual({ at: 190_000, covered: 1_900 });
  expect(await goTo(251, 2_200)).toEqual({ at: 190_000, covered: 1_900 });
});

import { describe, expect, it } from 'vitest';
import { beginGivingWay, type GivingWay, giveWay, type Latency } from './givingWay.ts';

const of = (p99Ms: number, queries = 200, index = 'old'): Latency => ({ index, queries, p99Ms });
/** Looks every two seconds at the same figures. */
function looks(state: GivingWay, seen: Latency[], seconds: number, from: number, rate = 400): GivingWay {
  let now = state;
  for (let at = from; at < from + seconds; at += 2) now = giveWay(now, seen, { now: at * 1_000, rate });
  return now;
}
const calm = beginGivingWay([of(40)], 0);

describe('a backfill', () => {
  it('halves what it does as soon as the p99 of live queries rises, and again until it is a sixteenth', () => {
    const once = giveWay(calm, [of(90)], { now: 1_000, rate: 400 });
    expect(once).toMatchObject({ cap: 200, full: 400, slow: { p99Ms: 90 } });
    // The queries of before are still among the figures: nothing more for ten seconds.
    expect(looks(once, [of(90)], 10, 1)).toMatchObject({ cap: 200 });
    expect(looks(once, [of(90)], 14, 1)).toMatchObject({ cap: 100 });
    expect(looks(once, [of(90)], 100, 1)).toMatchObject({ cap: 25 });
  });

  it('goes faster again once queries are calm, step by step, and then does not give way any more', () => {
    const slowed = looks(calm, [of(90)], 100, 0);
    expect(slowed.cap).toBe(25);
    const between = looks(slowed, [of(55)], 60, 100);
    expect(between).toMatchObject({ cap: 25, slow: null });
    const recovering = looks(between, [of(42)], 8, 160);
    expect(recovering.cap).toBe(50);
    expect(looks(recovering, [of(42)], 60, 168).cap).toBeNull();
    // Nobody asks any more: nobody is held up.
    expect(looks(slowed, [], 60, 100).cap).toBeNull();
  });

  it('does not go up and down with figures that stay the same', () => {
    for (const p99Ms of [30, 40, 47, 55, 59]) {
      const caps = new Set<number | null>();
      let state = calm;
      for (let at = 0; at < 200; at += 2) {
        state = giveWay(state, [of(p99Ms)], { now: at * 1_000, rate: 400 });
        caps.add(state.cap);
      }
      expect([...caps], String(p99Ms)).toEqual([null]);
    }
  });

  it('heeds no handful of queries, and no difference that nobody notices', () => {
    expect(looks(calm, [of(900, 39)], 60, 0).cap).toBeNull();
    expect(looks(beginGivingWay([of(2)], 0), [of(20)], 60, 0).cap).toBeNull();
  });

  it('holds an index that was not asked before against the best that it did', () => {
    const begun = beginGivingWay([of(10, 5)], 0);
    expect(begun.baselines).toEqual({});
    const learned = looks(looks(begun, [of(100)], 10, 0), [of(50)], 10, 10);
    expect(learned).toMatchObject({ cap: null, baselines: { old: 50 } });
    expect(looks(learned, [of(100)], 4, 20).cap).toBe(200);
    // What was known before does not change with a lull.
    expect(looks(calm, [of(15)], 30, 0).baselines).toEqual({ old: 40 });
    // The slowest of several counts.
    const both = giveWay(learned, [of(50), of(20, 200, 'other')], { now: 21_000, rate: 400 });
    expect(giveWay(both, [of(50), of(80, 200, 'other')], { now: 22_000, rate: 400 }).slow?.index).toBe(
      'other',
    );
  });

  it('that does next to nothing and is not to blame takes the figures as they are, and goes on', () => {
    const lowest = looks(calm, [of(300)], 60, 0);
    expect(lowest.cap).toBe(25);
    const still = looks(lowest, [of(300)], 100, 60);
    expect(still.cap).toBe(25);
    const accepted = looks(still, [of(300)], 60, 160);
    expect(accepted.baselines.old).toBe(300);
    expect(looks(accepted, [of(300)], 120, 220).cap).toBeNull();
  });
});

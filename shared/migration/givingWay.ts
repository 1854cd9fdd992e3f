/** What live queries met on one index in the last seconds: how many were answered, and their 99th percentile. */
export interface Latency {
  index: string;
  queries: number;
  p99Ms: number;
}

/** How far a backfill gives way to live queries. */
export interface GivingWay {
  /** What each index's p99 is held against, in milliseconds. */
  baselines: Readonly<Record<string, number>>;
  /** Indexes whose baseline was not known before the backfill began: the best that they were seen to do since counts. */
  learned: readonly string[];
  /** Documents a second at most; null: it does not give way. */
  cap: number | null;
  /** What it did when it began to give way: once the cap is back there, it is lifted. */
  full: number;
  /** When the cap was last changed, and since when it has been as low as it goes; milliseconds. */
  changedAt: number;
  lowestSince: number | null;
  /** The index that is slow now, if any. */
  slow: Latency | null;
}

/** Fewer queries in the last seconds say nothing of a 99th percentile. */
export const leastLatencies = 40;
/** Slow is more than 1.5 times the baseline, and 20 ms more, which no caller would notice; calm is at most 1.2 times. */
const slowAt = 1.5;
const noticeableMs = 20;
const calmAt = 1.2;
/** After a change so long is waited (milliseconds), so that the queries from before it are out of the figures. */
const settleMs = 10_000;
const lowestShare = 1 / 16;
/** Slow for so long although next to nothing is done: something else makes queries slow, and this is how fast they are now. */
const notToBlameMs = 120_000;

/** Where a backfill begins. `before`: what queries met before it did; an index without enough of them is learned later. */
export const beginGivingWay = (before: readonly Latency[], now: number): GivingWay => ({
  baselines: Object.fromEntries(
    before.filter(isEnough).map(({ index, p99Ms }): [string, number] => [index, p99Ms]),
  ),
  learned: [],
  cap: null,
  full: 0,
  changedAt: now,
  lowestSince: null,
  slow: null,
});

/**
 * One look at live queries. Where the p99 of any index has risen, half of what was done until now is allowed; where all are
 * calm, twice as much, until it is as before. In between nothing changes. `rate`: documents a second that it really did.
 */
export function giveWay(
  before: GivingWay,
  seen: readonly Latency[],
  { now, rate }: { now: number; rate: number },
): GivingWay {
  const known = seen.filter(isEnough);
  const state = learn(before, known);
  const above = ({ index, p99Ms }: Latency) => p99Ms / (state.baselines[index] ?? p99Ms);
  const isSlow = (one: Latency) =>
    above(one) > slowAt && one.p99Ms > (state.baselines[one.index] ?? one.p99Ms) + noticeableMs;
  const slow = known.filter(isSlow).toSorted((a, b) => above(b) - above(a))[0] ?? null;
  const settled = now - state.changedAt >= settleMs;
  if (slow)
    return settled || state.cap === null ? slower({ ...state, slow }, known, now, rate) : { ...state, slow };
  const isCalm = known.every((one) => above(one) <= calmAt || !isNoticeable(one, state.baselines));
  if (state.cap === null || !isCalm || !settled) return { ...state, slow: null, lowestSince: null };
  const cap = state.cap * 2;
  return { ...state, slow: null, lowestSince: null, changedAt: now, cap: cap >= state.full ? null : cap };
}

function slower(state: GivingWay, known: readonly Latency[], now: number, rate: number): GivingWay {
  const full = state.cap === null ? rate : state.full;
  const lowest = full * lowestShare;
  if (state.cap !== null && state.cap <= lowest) {
    const lowestSince = state.lowestSince ?? now;
    if (now - lowestSince < notToBlameMs) return { ...state, lowestSince };
    const baselines = {
      ...state.baselines,
      ...Object.fromEntries(known.map(({ index, p99Ms }) => [index, p99Ms])),
    };
    const learned = [...new Set([...state.learned, ...known.map(({ index }) => index)])];
    return { ...state, baselines, learned, slow: null, lowestSince: null, changedAt: now };
  }
  return { ...state, full, cap: Math.max(lowest, (state.cap ?? rate) / 2), changedAt: now };
}

const isEnough = ({ queries }: Latency): boolean => queries >= leastLatencies;

const isNoticeable = ({ index, p99Ms }: Latency, baselines: GivingWay['baselines']): boolean =>
  p99Ms > (baselines[index] ?? p99Ms) + noticeableMs / 2;

function learn(state: GivingWay, known: readonly Latency[]): GivingWay {
  const { baselines, learned } = state;
  const better = known.filter(({ index, p99Ms }) => {
    const baseline = baselines[index];
    return baseline === undefined || (learned.includes(index) && p99Ms < baseline);
  });
  if (better.length === 0) return state;
  return {
    ...state,
    baselines: { ...baselines, ...Object.fromEntries(better.map(({ index, p99Ms }) => [index, p99Ms])) },
    learned: [...new Set([...learned, ...better.map(({ index }) => index)])],
  };
}

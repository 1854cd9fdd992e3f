import type { FallbackReason } from '../../shared/model/call.ts';

/** How a breaker judges. Times in milliseconds. */
export interface BreakerSettings {
  /** Results are counted over this long, at most. */
  windowMs: number;
  /** It opens at this many failures or more ... */
  leastFailures: number;
  /**
   * ... when they are this share, 0 to 1, of all results, and of the requests under way as well: a failure is often faster
   * than a success, so that the first results of a busy start say nothing yet.
   */
  share: number;
  /** How long it stays open at first; each failed probe doubles that, up to `mostOpenMs`. */
  openMs: number;
  mostOpenMs: number;
}

export const breakerDefaults: BreakerSettings = {
  windowMs: 30_000,
  leastFailures: 5,
  share: 0.5,
  openMs: 5_000,
  mostOpenMs: 60_000,
};

export type BreakerState = 'closed' | 'open' | 'half-open';

/** What a request that was let through turned out to be. `neither`: the caller left, or the request was at fault. */
export type BreakerVerdict = 'success' | 'failure' | 'neither';

/** What speaks against the upstream itself. An answer of bad quality, a bad request and our own full queue do not. */
const upstreamFailures: ReadonlySet<FallbackReason> = new Set([
  'timeout',
  'stalled',
  'connection',
  'rate-limited',
  'provider-error',
  'authentication',
  'incomplete',
]);

/** What a failure says of the upstream. */
export const judged = (failure: FallbackReason): BreakerVerdict =>
  upstreamFailures.has(failure) ? 'failure' : 'neither';

export interface Breaker {
  /** Lets a request through, or not. Whoever was let through must say how it went, once. */
  enter(): ((verdict: BreakerVerdict) => void) | null;
  state(): BreakerState;
  /** Results in the window now. */
  counts(): { successes: number; failures: number };
}

const slices = 10;

/**
 * A circuit breaker: spares a failing upstream, and the caller the wait for it. Half-open lets one probe through
 * while every other call falls back at once. Nobody ever waits for it.
 */
export function createBreaker(now: () => number, settings: BreakerSettings = breakerDefaults): Breaker {
  const sliceMs = settings.windowMs / slices;
  const window = Array.from({ length: slices }, () => ({ slice: -1, successes: 0, failures: 0 }));
  let openUntil: number | null = null;
  let openedTimes = 0;
  let isProbing = false;
  let underWay = 0;

  const current = () => {
    const slice = Math.floor(now() / sliceMs);
    const found = window[slice % slices];
    if (!found) throw new Error('A slice is missing');
    if (found.slice !== slice) Object.assign(found, { slice, successes: 0, failures: 0 });
    return found;
  };
  const counts = () => {
    const oldest = Math.floor(now() / sliceMs) - slices;
    const total = { successes: 0, failures: 0 };
    for (const { slice, successes, failures } of window) {
      if (slice <= oldest) continue;
      total.successes += successes;
      total.failures += failures;
    }
    return total;
  };
  const clear = () => {
    for (const slice of window) slice.slice = -1;
  };
  const open = () => {
    openUntil = now() + Math.min(settings.mostOpenMs, settings.openMs * 2 ** openedTimes);
    openedTimes++;
  };
  const state = (): BreakerState => {
    if (openUntil === null) return 'closed';
    return now() < openUntil ? 'open' : 'half-open';
  };
  const judge = (verdict: BreakerVerdict) => {
    underWay--;
    // What began before the breaker opened says nothing of the upstream now.
    if (verdict === 'neither' || openUntil !== null) return;
    if (verdict === 'success') {
      current().successes++;
      return;
    }
    current().failures++;
    const { successes, failures } = counts();
    const enough = settings.share * Math.max(successes + failures, underWay);
    if (failures >= settings.leastFailures && failures >= enough) open();
  };
  const judgeProbe = (verdict: BreakerVerdict) => {
    isProbing = false;
    if (verdict === 'failure') open();
    if (verdict !== 'success') return;
    openUntil = null;
    openedTimes = 0;
    clear();
  };
  return {
    enter() {
      const now = state();
      if (now === 'open' || (now === 'half-open' && isProbing)) return null;
      if (now === 'closed') {
        underWay++;
        return judge;
      }
      isProbing = true;
      return judgeProbe;
    },
    state,
    counts,
  };
}

export interface WatchedModel {
  environment: string;
  provider: string;
  model: string;
}

/**
 * One breaker per environment, provider and model: a rehearsal with limits that no model can keep must not send
 * production to known good.
 */
export interface Breakers {
  of(watched: WatchedModel): Breaker;
  all(): (WatchedModel & { breaker: Breaker })[];
}

export function createBreakers(now: () => number, settings?: BreakerSettings): Breakers {
  const made = new Map<string, WatchedModel & { breaker: Breaker }>();
  return {
    of({ environment, provider, model }) {
      const key = `${environment}/${provider}/${model}`;
      let found = made.get(key);
      if (!found) {
        found = { environment, provider, model, breaker: createBreaker(now, settings) };
        made.set(key, found);
      }
      return found.breaker;
    },
    all: () => [...made.values()],
  };
}

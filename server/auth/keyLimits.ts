import { rateLimited } from '../errors.ts';

/** Counts the requests of each key, in this process. */
export interface KeyLimits {
  /** Takes requests from what is left of this minute. @throws KnowngoodError RATE_LIMITED */
  take(key: string, ratePerMinute: number | null, requests: number): void;
}

const windowMs = 60_000;
const mostKeys = 10_000;

/**
 * A fixed window of a minute per key: one look-up and one addition, because every call pays for it.
 * @param usual Requests a minute of a key for which nobody has set another number.
 * @param now Milliseconds that only grow.
 */
export function createKeyLimits(usual = 600_000, now: () => number = () => performance.now()): KeyLimits {
  const windows = new Map<string, { endsAt: number; used: number }>();
  return {
    take(key, ratePerMinute, requests) {
      const most = ratePerMinute ?? usual;
      const at = now();
      let window = windows.get(key);
      if (!window || window.endsAt <= at) {
        if (!window && windows.size >= mostKeys) windows.clear();
        window = { endsAt: at + windowMs, used: 0 };
        windows.set(key, window);
      }
      window.used += requests;
      if (window.used <= most) return;
      const seconds = Math.max(1, Math.ceil((window.endsAt - at) / 1_000));
      throw rateLimited(
        `This key may send ${most} requests a minute, and has; try again in ${seconds} s`,
        seconds,
      );
    },
  };
}

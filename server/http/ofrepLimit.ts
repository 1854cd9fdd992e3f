/** How many requests one key may send. */
export interface RateLimit {
  /** Requests at once, after a quiet time. */
  burst: number;
  perSecond: number;
}

export const generousLimit: RateLimit = { burst: 5_000, perSecond: 1_000 };

const mostKeys = 10_000;

/**
 * A token bucket per key. Answers 0 for a request that may pass, else the whole seconds to wait, 1 or more.
 * `now` is in milliseconds.
 */
export function createLimit({ burst, perSecond }: RateLimit, now: () => number) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key: string): number => {
    const at = now();
    if (buckets.size >= mostKeys && !buckets.has(key)) buckets.clear();
    const bucket = buckets.get(key) ?? { tokens: burst, at };
    buckets.set(key, bucket);
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond);
    bucket.at = at;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return 0;
  };
}

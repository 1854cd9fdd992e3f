const mostTries = 3;
const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** Retries may be this share of first tries ... */
const share = 0.1;
/** ... with this many to spare, so that a quiet service can retry at all. */
const spare = 10;

/**
 * When to try a unit again. Retries are Knowngood's alone, and all of a provider's together keep to a budget: an
 * upstream in trouble gets at most a tenth more traffic, not a multiple of it.
 */
export interface Retries {
  /** A first try is made. */
  count(provider: string): void;
  /**
   * The pause before the next try, in milliseconds, or null when there shall be none: too many tries, budget spent,
   * or no time left. Exponential with full jitter; the provider's own wish is kept where it fits.
   */
  next(
    provider: string,
    tried: { tries: number; retryAfterMs: number | null; leftMs: number },
  ): number | null;
}

/** @param random From 0 to below 1. */
export function createRetries(random: () => number): Retries {
  const budgets = new Map<string, number>();
  return {
    count(provider) {
      budgets.set(provider, Math.min(spare, (budgets.get(provider) ?? spare) + share));
    },
    next(provider, { tries, retryAfterMs, leftMs }) {
      const budget = budgets.get(provider) ?? spare;
      if (tries >= mostTries || budget < 1) return null;
      const jitter = random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1));
      const pauseMs = Math.max(jitter, retryAfterMs ?? 0);
      // Less than half of what is left must be waiting, or the try itself has no chance.
      if (pauseMs * 2 > leftMs) return null;
      budgets.set(provider, budget - 1);
      return pauseMs;
    },
  };
}

const firstMs = 500;
const longestMs = 30_000;
/** A little over five minutes in all. */
const mostTransient = 15;
const mostPermanent = 3;

/** When to try again what has failed, in milliseconds from now; null for never, which makes it a dead letter. */
export function backOff(attempts: number, transient: boolean): number | null {
  if (attempts >= (transient ? mostTransient : mostPermanent)) return null;
  return Math.min(longestMs, firstMs * 2 ** (attempts - 1));
}

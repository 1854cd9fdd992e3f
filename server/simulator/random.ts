import { createHash } from 'node:crypto';

/** The first 32 bits of SHA-256 over a text: a seed that depends on every character. */
export function seedFrom(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}

/** mulberry32 (Tommy Ettinger): a small seeded generator of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A log-normal latency in milliseconds: `median * exp(spread * z)`, z standard normal (Box-Muller), cut at 3.
 * A spread of 0 always gives the median.
 */
export function drawLatency(
  random: () => number,
  { median, spread }: { median: number; spread: number },
): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * Math.max(-3, Math.min(3, normal)));
}

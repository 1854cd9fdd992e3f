import { describe, expect, it } from 'vitest';
import { drawLatency, seededRandom, seedFrom } from './random.ts';

describe('seeded randomness', () => {
  it('repeats for a seed and is even enough for rates', () => {
    expect(seededRandom(7)()).toBe(seededRandom(7)());
    const draws = Array.from({ length: 2_000 }, (_, call) => seededRandom(seedFrom(`model:${call}`))());
    const share = draws.filter((draw) => draw < 0.1).length / draws.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });

  it('draws latencies around the median, and exactly it without spread', () => {
    const random = seededRandom(1);
    const draws = Array.from({ length: 2_001 }, () => drawLatency(random, { median: 100, spread: 0.2 }));
    const median = draws.sort((a, b) => a - b)[1_000] ?? 0;
    expect(median).toBeGreaterThan(96);
    expect(median).toBeLessThan(104);
    expect(drawLatency(random, { median: 100, spread: 0 })).toBe(100);
  });
});

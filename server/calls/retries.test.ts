import { describe, expect, it } from 'vitest';
import { createRetries } from './retries.ts';

const ample = { retryAfterMs: null, leftMs: 60_000 };

describe('retries', () => {
  it('pause for longer each time, at random from nothing to the whole', () => {
    const pauses = (random: number) =>
      [1, 2].map((tries) => createRetries(() => random).next('p', { ...ample, tries }));
    expect(pauses(0)).toEqual([0, 0]);
    expect(pauses(0.5)).toEqual([50, 100]);
    expect(pauses(0.999)).toEqual([99.9, 199.8]);
  });

  it('end with the third try', () => {
    expect(createRetries(() => 0).next('p', { ...ample, tries: 3 })).toBeNull();
  });

  it('keep to what the provider asks for where it fits the time that is left', () => {
    const retries = createRetries(() => 0);
    expect(retries.next('p', { tries: 1, retryAfterMs: 900, leftMs: 2_000 })).toBe(900);
    expect(retries.next('p', { tries: 1, retryAfterMs: 900, leftMs: 1_500 })).toBeNull();
    expect(retries.next('p', { tries: 1, retryAfterMs: 3_600_000, leftMs: 30_000 })).toBeNull();
  });

  it('are a tenth of the traffic at most once the spare ones are used up', () => {
    const retries = createRetries(() => 0);
    const retried = (calls: number) => {
      let sum = 0;
      for (let call = 0; call < calls; call++) {
        retries.count('p');
        if (retries.next('p', { ...ample, tries: 1 }) !== null) sum++;
      }
      return sum;
    };
    expect(retried(10)).toBeLessThanOrEqual(10);
    retried(90);
    expect(retried(1_000)).toBe(100);
    expect(createRetries(() => 0).next('other', { ...ample, tries: 1 })).toBe(0);
  });
});

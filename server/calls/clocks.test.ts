import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type OutOfTime, startClocks } from './clocks.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = { firstMs: 1_000, betweenMs: 10_000, totalMs: 1_000, guardrailMs: null };

/** Reads for a while and makes the upstream wait for a while, ten times, and answers why the time was up. */
async function drip(readingMs: number, waitingMs: number): Promise<string | undefined> {
  let ended: OutOfTime | undefined;
  const clocks = startClocks(
    limits,
    () => Date.now(),
    (why) => {
      ended ??= why;
    },
  );
  clocks.alive();
  clocks.content();
  for (let turn = 0; turn < 10; turn++) {
    clocks.waitForReader(true);
    await vi.advanceTimersByTimeAsync(waitingMs);
    clocks.waitForReader(false);
    await vi.advanceTimersByTimeAsync(readingMs);
  }
  clocks.stop();
  return ended?.failure;
}

it('blames a reader who takes an answer by the drop, and not the upstream', async () => {
  expect(await drip(10, 91)).toBe('slow-reader');
});

it('blames an upstream whose reader was only now and then behind', async () => {
  expect(await drip(91, 10)).toBe('timeout');
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { Throttle } from '../../shared/migration/migration.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';

/** Ingestion that leaves a write waiting for longer than this (milliseconds) lags: a backfill gives way. */
const lagMs = 2_000;
const lookEveryMs = 500;
/** A throttle that changes is heeded within this time. */
const sliceMs = 100;

/** Keeps a backfill at its documents a second, and out of ingestion's way. */
export function pacer(
  { store, now }: Retrieval,
  run: { slots: readonly number[]; throttle(): Throttle; signal: AbortSignal },
) {
  let owed = 0;
  let at = performance.now();
  let lookedAt = 0;
  let lags = false;

  const look = async () => {
    if (performance.now() - lookedAt < lookEveryMs) return;
    const counts = await Promise.all(run.slots.map((slot) => store.outboxCounts(slot)));
    lookedAt = performance.now();
    lags = counts.some(
      ({ oldestWaitingAt }) =>
        oldestWaitingAt !== null && now().getTime() - Date.parse(oldestWaitingAt) > lagMs,
    );
  };
  /** What is owed is paid back at the rate of the moment. */
  const pay = () => {
    const since = performance.now() - at;
    at += since;
    owed = Math.max(0, owed - (since / 1000) * run.throttle().documentsPerSecond);
  };
  return {
    took(documents: number): void {
      pay();
      owed += documents;
    },
    /** Waits until the next page may be read, a slice of time at most while ingestion lags. Answers what it waits for. */
    async ready(): Promise<string | null> {
      const { signal } = run;
      await look();
      const until = performance.now() + lookEveryMs;
      while (lags && !signal.aborted && performance.now() < until) await sleep(sliceMs);
      await look();
      for (pay(); owed > 0 && !signal.aborted; pay()) {
        const ms = (owed * 1000) / run.throttle().documentsPerSecond;
        await sleep(Math.min(sliceMs, Math.max(1, ms)));
      }
      return lags ? 'Ingestion lags behind, so the backfill goes slower' : null;
    },
  };
}

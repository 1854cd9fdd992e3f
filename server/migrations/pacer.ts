import { setTimeout as sleep } from 'node:timers/promises';
import { beginGivingWay, giveWay } from '../../shared/migration/givingWay.ts';
import type { Throttle } from '../../shared/migration/migration.ts';
import { figuresMinutes } from '../retrieval/liveFigures.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';

/** Ingestion that leaves a write waiting for longer than this (milliseconds) lags: a backfill gives way. */
const lagMs = 2_000;
const lookEveryMs = 500;
/** Live queries are looked at so often, and their last so many milliseconds count. */
const latencyEveryMs = 2_000;
const latencyOverMs = 10_000;
/** A throttle that changes is heeded within this time. */
const sliceMs = 100;

/** Keeps a backfill at its documents a second, and out of the way of ingestion and of live queries. */
export function pacer(
  { store, figures, now }: Pick<Retrieval, 'store' | 'figures' | 'now'>,
  run: { slots: readonly number[]; throttle(): Throttle; signal: AbortSignal },
  clock: () => number = () => performance.now(),
) {
  let owed = 0;
  let at = clock();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let lags = false;
  let giving = beginGivingWay(figures.latencies(figuresMinutes * 60_000), clock());
  let heard = { at: clock(), taken: 0 };
  let taken = 0;

  const rate = () => Math.min(run.throttle().documentsPerSecond, giving.cap ?? Number.POSITIVE_INFINITY);
  const look = async () => {
    listen();
    if (clock() - lookedAt < lookEveryMs) return;
    const counts = await Promise.all(run.slots.map((slot) => store.outboxCounts(slot)));
    lookedAt = clock();
    lags = counts.some(
      ({ oldestWaitingAt }) =>
        oldestWaitingAt !== null && now().getTime() - Date.parse(oldestWaitingAt) > lagMs,
    );
  };
  /** Takes in how live queries fare. */
  const listen = () => {
    const since = clock() - heard.at;
    if (since < latencyEveryMs) return;
    const done = ((taken - heard.taken) * 1_000) / since;
    heard = { at: clock(), taken };
    giving = giveWay(giving, figures.latencies(latencyOverMs), { now: heard.at, rate: done });
  };
  /** What is owed is paid back at the rate of the moment. */
  const pay = () => {
    const since = clock() - at;
    at += since;
    owed = Math.max(0, owed - (since / 1000) * rate());
  };
  return {
    /** Documents a second at most, as things are. */
    rate,
    /** Documents that count as if they had been done this moment. */
    owes(documents: number): void {
      owed += documents;
    },
    took(documents: number): void {
      pay();
      owed += documents;
      taken += documents;
    },
    /** Waits until the next page may be read, a slice of time at most while ingestion lags. Answers what it waits for. */
    async ready(): Promise<string | null> {
      const { signal } = run;
      pay();
      await look();
      const until = performance.now() + lookEveryMs;
      while (lags && !signal.aborted && performance.now() < until) await sleep(sliceMs);
      await look();
      for (pay(); owed > 0 && !signal.aborted; pay()) {
        const ms = (owed * 1000) / rate();
        await sleep(Math.min(sliceMs, Math.max(1, ms)));
        listen();
      }
      if (lags) return 'Ingestion lags behind, so the backfill goes slower';
      return giving.cap === null ? null : slowerInWords(giving.cap, giving);
    },
  };
}

function slowerInWords(cap: number, { slow, baselines }: ReturnType<typeof beginGivingWay>): string {
  const perSecond = `at most ${cap < 10 ? cap.toFixed(1) : Math.round(cap)} documents a second`;
  if (slow === null) return `Queries are faster again, and the backfill goes back up: ${perSecond} for now`;
  const before = baselines[slow.index] ?? slow.p99Ms;
  return `Queries have become slower (p99 ${Math.round(slow.p99Ms)} ms, ${Math.round(before)} ms without the backfill), so it goes slower: ${perSecond}`;
}

import { setImmediate as otherWork } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface TraceQueueOptions<Item> {
  /** Sends a batch; rejects when it could not. */
  send(batch: readonly Item[]): Promise<void>;
  /** Gives up whatever is being sent. */
  abandon(): void;
  /** Where they go, for people. */
  address: string;
  log: Pick<Logger, 'warn'>;
  limits?: Partial<typeof traceLimits>;
}

/** Counts are calls, times milliseconds. */
export const traceLimits = {
  mostWaiting: 4_096,
  mostAtOnce: 64,
  everyMs: 500,
  sendMs: 5_000,
  closeMs: 3_000,
  logEveryMs: 60_000,
};

export interface TraceQueue<Item> {
  /** Never waits, never throws. What does not fit is dropped and counted. */
  add(item: Item): void;
  dropped(): number;
  /** Sends what is waiting, within a bound, and stops. */
  close(): Promise<void>;
}

/** What waits for the collector: bounded, sent in batches one after the other, off the call path. */
export function createTraceQueue<Item>(options: TraceQueueOptions<Item>): TraceQueue<Item> {
  const limits = { ...traceLimits, ...options.limits };
  let waiting: Item[] = [];
  let dropped = 0;
  let isOver = false;
  let sending: Promise<void> | null = null;
  let complainedAt = Number.NEGATIVE_INFINITY;

  const lose = (calls: number, why: string) => {
    dropped += calls;
    const now = performance.now();
    if (now - complainedAt < limits.logEveryMs) return;
    complainedAt = now;
    options.log.warn(
      { why, dropped },
      `traces cannot be sent to ${options.address}: calls go on, and their traces are dropped`,
    );
  };
  const sendAll = async () => {
    while (waiting.length > 0 && !isOver) {
      const batch = waiting.splice(0, limits.mostAtOnce);
      try {
        await inTime(options.send(batch), limits.sendMs);
      } catch (error) {
        options.abandon();
        lose(batch.length, inWords(error));
      }
      await otherWork();
    }
  };
  const start = () => {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  };
  const timer = setInterval(() => void start(), limits.everyMs);
  timer.unref();

  return {
    add(item) {
      if (isOver || waiting.length >= limits.mostWaiting) lose(1, 'the queue is full');
      else waiting.push(item);
    },
    dropped: () => dropped,
    async close() {
      clearInterval(timer);
      // The first may be under way already, with nothing of what came after it began.
      const all = start().then(start);
      await inTime(all, limits.closeMs).catch(() => {});
      isOver = true;
      options.abandon();
      const left = waiting.length;
      waiting = [];
      if (left > 0) lose(left, 'the server has stopped');
    },
  };
}

async function inTime(work: Promise<void>, ms: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Short, and without what a collector may have said: that is not ours to repeat. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: string | number };
  return [code, error.message].filter(Boolean).join(' ').slice(0, 200);
}

import type { FallbackReason } from '../../shared/model/call.ts';

/** How long one try may take, in milliseconds from its start. `null`: no such limit. */
export interface Limits {
  /** Until the whole answer, or a stream's first sign of life. */
  firstMs: number;
  /** Between two signs of life in a stream. */
  betweenMs: number;
  /** Until everything is over. */
  totalMs: number;
  /** Until the whole answer or a stream's first content: past it, known good answers this request. */
  guardrailMs: number | null;
}

/** A try ran out of time. */
export class OutOfTime extends Error {
  readonly failure: FallbackReason;

  constructor(failure: FallbackReason, message: string) {
    super(message);
    this.failure = failure;
  }
}

export interface Clocks {
  /** The model is at work: a token came, shown or not. A keep-alive is no sign of life. */
  alive(): void;
  /** Content has reached the caller. */
  content(): void;
  /** The caller is not taking what has come: until it does, no silence is the unit's. */
  waitForReader(isWaiting: boolean): void;
  stop(): void;
}

/**
 * The clocks of one try on one timer: a sign of life only notes the time, and the timer looks when it fires
 * whether anything is really due. (A timer set and cleared per token costs more than the token.)
 */
export function startClocks(limits: Limits, now: () => number, expire: (why: OutOfTime) => void): Clocks {
  const startedAt = now();
  let lastSign: number | null = null;
  let hasContent = false;
  let isWaiting = false;
  /** Since when the reader is waited for now, and how long it was before that. */
  let waitingSince = 0;
  let waitedMs = 0;
  let timer: ReturnType<typeof setTimeout>;

  const next = (): [dueAt: number, why: () => OutOfTime] => {
    const { firstMs, betweenMs, totalMs, guardrailMs } = limits;
    if (isWaiting) return [startedAt + totalMs, () => new OutOfTime('slow-reader', slowReader)];
    let due: [number, () => OutOfTime] = [
      startedAt + totalMs,
      () =>
        // Whoever reads by the drop has used up the time, even where it is not being waited for at this moment.
        waitedMs * 2 > totalMs
          ? new OutOfTime('slow-reader', slowReader)
          : new OutOfTime('timeout', `The answer was not whole within ${round(totalMs)} ms`),
    ];
    const sooner = (at: number, why: () => OutOfTime) => {
      if (at < due[0]) due = [at, why];
    };
    if (lastSign === null)
      sooner(
        startedAt + firstMs,
        () => new OutOfTime('timeout', `The unit did not answer within its limit of ${round(firstMs)} ms`),
      );
    else
      sooner(
        lastSign + betweenMs,
        () => new OutOfTime('stalled', `The unit stood still for ${round(betweenMs)} ms in mid-answer`),
      );
    if (guardrailMs !== null && !hasContent)
      sooner(
        startedAt + guardrailMs,
        () => new OutOfTime('latency-guardrail', `Its latency guardrail is ${round(guardrailMs)} ms`),
      );
    return due;
  };
  const look = () => {
    const [dueAt, why] = next();
    const left = dueAt - now();
    if (left <= 0) expire(why());
    else timer = setTimeout(look, Math.ceil(left));
  };
  timer = setTimeout(look, Math.ceil(Math.max(0, next()[0] - startedAt)));
  return {
    alive() {
      // What was due first may be later than what is due now.
      const wasFirst = lastSign === null;
      lastSign = now();
      if (wasFirst && limits.betweenMs < limits.firstMs) rearm();
    },
    content() {
      hasContent = true;
    },
    waitForReader(is) {
      if (is) waitingSince = now();
      else if (isWaiting) waitedMs += now() - waitingSince;
      isWaiting = is;
      if (!is) lastSign = now();
    },
    stop: () => clearTimeout(timer),
  };
  function rearm() {
    clearTimeout(timer);
    look();
  }
}

const slowReader = 'The caller stopped reading, and the time for the whole answer ran out';

const round = (ms: number): number => Math.round(ms);

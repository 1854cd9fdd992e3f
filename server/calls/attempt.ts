import type { FallbackReason } from '../../shared/model/call.ts';
import {
  type Provider,
  type ProviderAnswer,
  ProviderFailure,
  type ProviderRequest,
} from '../providers/provider.ts';
import type { StreamSink } from './pipe.ts';

/** Longest output that is passed on, in characters. */
export const maxOutputCharacters = 50_000;

/** How one attempt ended. `started` says that content had reached the caller, after which nothing can fall back. */
export type AttemptResult =
  | { outcome: 'ok'; answer: ProviderAnswer; firstTextAt: number | null; started: boolean }
  | {
      outcome: 'failed' | 'incomplete';
      failure: FallbackReason;
      detail: string;
      text: string;
      firstTextAt: number | null;
      started: boolean;
    }
  | { outcome: 'cancelled'; text: string; firstTextAt: number | null; started: boolean };

export interface AttemptOptions {
  provider: Provider;
  request: Omit<ProviderRequest, 'signal'>;
  /** Milliseconds for the whole attempt; in a stream, until its first content. */
  attemptMs: number;
  /** Milliseconds for everything, the rest of a stream included. */
  remainingMs: number;
  /** Aborts when the caller leaves. */
  callerLeft: AbortSignal;
  sink: { start(answer: { model: string }): void; text: StreamSink['text'] } | null;
  clock(): number;
  enter<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T>;
}

class OutOfTime extends Error {}

/** Tries one unit once. Never throws: every way it can end is a result. */
export async function attempt(options: AttemptOptions): Promise<AttemptResult> {
  const clocks = new AbortController();
  const signal = AbortSignal.any([clocks.signal, options.callerLeft]);
  const expire = (what: string) => () => clocks.abort(new OutOfTime(what));
  const total = setTimeout(expire('the total deadline'), options.remainingMs);
  const first = setTimeout(expire(`its limit of ${Math.round(options.attemptMs)} ms`), options.attemptMs);
  const progress = { text: '', firstTextAt: null as number | null, started: false };
  try {
    const answer = await options.enter(signal, () =>
      options.sink
        ? streamed(options, signal, progress, () => clearTimeout(first))
        : options.provider.generate({ ...options.request, signal }),
    );
    return checked(answer, progress);
  } catch (error) {
    if (options.callerLeft.aborted) return { outcome: 'cancelled', ...progress };
    const failure =
      error instanceof OutOfTime
        ? 'timeout'
        : error instanceof ProviderFailure
          ? error.failure
          : 'provider-error';
    const detail =
      error instanceof OutOfTime
        ? `The unit did not answer within ${error.message}`
        : error instanceof ProviderFailure
          ? error.detail
          : 'The provider failed in an unexpected way';
    return { outcome: progress.started ? 'incomplete' : 'failed', failure, detail, ...progress };
  } finally {
    clearTimeout(total);
    clearTimeout(first);
  }
}

/** Passes text on as it comes, from the first that is not white space. */
async function streamed(
  { provider, request, sink, clock }: AttemptOptions,
  signal: AbortSignal,
  progress: { text: string; firstTextAt: number | null; started: boolean },
  onFirstText: () => void,
): Promise<ProviderAnswer> {
  for await (const event of provider.stream({ ...request, signal })) {
    if (event.type === 'end') return { ...event.answer, text: progress.text };
    if (event.type !== 'text') continue;
    const room = maxOutputCharacters - progress.text.length;
    let fresh = event.text.slice(0, room);
    if (!progress.started) {
      fresh = fresh.trimStart();
      if (fresh === '') continue;
      progress.started = true;
      progress.firstTextAt = clock();
      onFirstText();
      sink?.start({ model: request.model });
    }
    progress.text += fresh;
    await untilAborted(sink?.text(fresh), signal);
    if (event.text.length > room)
      return { text: progress.text, model: request.model, finishReason: 'length', tokens: null };
  }
  throw new ProviderFailure('incomplete', 'The stream ended without saying that it was finished');
}

/** A reader who takes nothing must not outlive the deadline. */
async function untilAborted(waiting: void | Promise<void>, signal: AbortSignal): Promise<void> {
  if (!waiting) return;
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([waiting, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** An empty answer, or one without a finish reason, is a failure, whatever the transport says. */
function checked(
  answer: ProviderAnswer,
  progress: { text: string; firstTextAt: number | null; started: boolean },
): AttemptResult {
  if (answer.finishReason === null) {
    const outcome = progress.started ? 'incomplete' : 'failed';
    return { outcome, failure: 'incomplete', detail: 'The answer came without a finish reason', ...progress };
  }
  const whole = answer.text.trim();
  const text = whole.slice(0, maxOutputCharacters);
  const finishReason = text.length < whole.length ? 'length' : answer.finishReason;
  if (text === '')
    return { outcome: 'failed', failure: 'empty-output', detail: 'The answer was empty', ...progress };
  return {
    outcome: 'ok',
    answer: { ...answer, text, finishReason },
    firstTextAt: progress.firstTextAt,
    started: progress.started,
  };
}

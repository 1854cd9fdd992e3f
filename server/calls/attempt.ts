import type { FallbackReason, Tokens } from '../../shared/model/call.ts';
import type { ToolCall } from '../../shared/model/content.ts';
import type { ToolCallPiece } from '../../shared/model/stream.ts';
import {
  type Provider,
  type ProviderAnswer,
  ProviderFailure,
  type ProviderRequest,
} from '../providers/provider.ts';
import { checkAnswer } from './checkAnswer.ts';
import { type Clocks, type Limits, OutOfTime, startClocks } from './clocks.ts';
import type { Release } from './limiter.ts';
import type { StreamSink } from './pipe.ts';
import { addPieces } from './toolCallPieces.ts';

/** What has come of an answer so far. */
export interface Seen {
  text: string;
  toolCalls: ToolCall[];
  /** When the first content came, on the pipe's clock. */
  firstContentAt: number | null;
  /** Content has reached the caller: nothing can fall back any more. */
  started: boolean;
  /** The provider was asked, so that it may charge for this try however it ended. */
  sent: boolean;
}

/** How one try ended. */
export type AttemptResult = Seen &
  (
    | { outcome: 'ok'; answer: ProviderAnswer }
    | {
        outcome: 'failed' | 'incomplete';
        failure: FallbackReason;
        detail: string;
        /** The same request may well succeed in a moment. */
        transient: boolean;
        retryAfterMs: number | null;
        /** What the provider counted, where an answer came but could not be used. */
        tokens: Tokens | null;
      }
    | { outcome: 'cancelled' }
  );

export interface AttemptOptions {
  provider: Provider;
  request: Omit<ProviderRequest, 'signal'>;
  limits: Limits;
  /** The rest of a longer output is cut. */
  maxOutputCharacters: number;
  /** Aborts when the caller leaves. */
  callerLeft: AbortSignal;
  /** Where a stream goes; null for an answer in one piece. */
  sink: AttemptSink | null;
  /** Nothing of a stream is passed on before the whole of it has been checked. */
  hold: boolean;
  clock(): number;
  /** Waits for the provider to have room. */
  enter(signal: AbortSignal): Promise<Release> | Release;
}

export interface AttemptSink {
  start(answer: { model: string }): void;
  text: StreamSink['text'];
  toolCalls: StreamSink['toolCalls'];
}

/** Tries one unit once. Never throws: every way it can end is a result. */
export async function attempt(options: AttemptOptions): Promise<AttemptResult> {
  const { callerLeft, limits, clock } = options;
  const seen: Seen = { text: '', toolCalls: [], firstContentAt: null, started: false, sent: false };
  if (callerLeft.aborted) return { outcome: 'cancelled', ...seen };
  const controller = new AbortController();
  const leave = () => controller.abort(callerLeft.reason);
  callerLeft.addEventListener('abort', leave, { once: true });
  const clocks = startClocks(limits, clock, (why) => controller.abort(why));
  let release: Release | null = null;
  try {
    release = await options.enter(controller.signal);
    seen.sent = true;
    const answer = options.sink
      ? await streamed(options, options.sink, controller.signal, seen, clocks)
      : await options.provider.generate({ ...options.request, signal: controller.signal });
    return await checked(options, answer, seen);
  } catch (error) {
    if (callerLeft.aborted) return { outcome: 'cancelled', ...seen };
    const why = seen.sent ? error : stillWaiting(error);
    return { ...seen, outcome: seen.started ? 'incomplete' : 'failed', tokens: null, ...inWords(why) };
  } finally {
    release?.();
    clocks.stop();
    callerLeft.removeEventListener('abort', leave);
  }
}

/** Passes content on as it comes, from the first that is not white space. */
async function streamed(
  { provider, request, hold, maxOutputCharacters, clock }: AttemptOptions,
  sink: AttemptSink,
  signal: AbortSignal,
  seen: Seen,
  clocks: Clocks,
): Promise<ProviderAnswer> {
  const start = () => {
    if (seen.firstContentAt === null) {
      seen.firstContentAt = clock();
      clocks.content();
    }
    if (hold || seen.started) return;
    seen.started = true;
    sink.start({ model: request.model });
  };
  const pass = async (waiting: Promise<void>) => {
    clocks.waitForReader(true);
    await untilAborted(waiting, signal);
    clocks.waitForReader(false);
  };

  for await (const events of provider.stream({ ...request, signal })) {
    for (const event of events) {
      if (event.type === 'end') return { ...event.answer, text: seen.text, toolCalls: seen.toolCalls };
      clocks.alive();
      if (event.type === 'text') {
        const room = maxOutputCharacters - seen.text.length;
        const cut = event.text.slice(0, room);
        const fresh = seen.text === '' ? cut.trimStart() : cut;
        if (fresh !== '') {
          start();
          seen.text += fresh;
          if (!hold) {
            const waiting = sink.text(fresh);
            if (waiting) await pass(waiting);
          }
        }
        if (event.text.length > room) return cutShort(request.model, seen);
      } else if (event.type === 'tool-calls') {
        start();
        addPieces(seen.toolCalls, event.pieces);
        if (!hold) {
          const waiting = sink.toolCalls(event.pieces);
          if (waiting) await pass(waiting);
        }
      }
    }
  }
  throw new ProviderFailure('incomplete', 'The stream ended without saying that it was finished');
}

const cutShort = (model: string, { text, toolCalls }: Seen): ProviderAnswer => ({
  text,
  toolCalls,
  model,
  finishReason: 'length',
  refusal: false,
  tokens: null,
});

/** A reader who takes nothing must not outlive the deadline. */
async function untilAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
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

/** What the transport calls a success is checked before it is believed. A held stream is passed on only now. */
async function checked(options: AttemptOptions, given: ProviderAnswer, seen: Seen): Promise<AttemptResult> {
  const verdict = checkAnswer(given, options.request.responseSchema, options.maxOutputCharacters);
  if ('failure' in verdict) {
    const outcome = seen.started ? 'incomplete' : 'failed';
    return { ...seen, outcome, transient: false, retryAfterMs: null, tokens: given.tokens, ...verdict };
  }
  const { answer } = verdict;
  const whole = { ...seen, text: answer.text, toolCalls: answer.toolCalls };
  const { sink, hold } = options;
  if (!sink || !hold) return { ...whole, outcome: 'ok', answer };
  sink.start({ model: options.request.model });
  if (answer.text !== '') await sink.text(answer.text);
  if (answer.toolCalls.length > 0) await sink.toolCalls(wholePieces(answer.toolCalls));
  return { ...whole, outcome: 'ok', answer, started: true };
}

const wholePieces = (calls: readonly ToolCall[]): ToolCallPiece[] =>
  calls.map((call, index) => ({ index, ...call }));

/** Who ran out of time in our own queue has learnt nothing about the provider. */
const stillWaiting = (error: unknown): unknown =>
  error instanceof OutOfTime
    ? new ProviderFailure('overloaded', 'It was still waiting for a free place when its time ran out')
    : error;

function inWords(error: unknown) {
  if (error instanceof OutOfTime)
    return { failure: error.failure, detail: error.message, transient: false, retryAfterMs: null };
  if (error instanceof ProviderFailure) {
    const { failure, detail, transient, retryAfterMs } = error;
    return { failure, detail, transient, retryAfterMs };
  }
  return {
    failure: 'provider-error' as const,
    detail: 'The provider failed in an unexpected way',
    transient: false,
    retryAfterMs: null,
  };
}

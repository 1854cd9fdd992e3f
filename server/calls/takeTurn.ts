import { setTimeout as pause } from 'node:timers/promises';
import type { CallRequest, FallbackReason } from '../../shared/model/call.ts';
import type { ServedFrom } from '../../shared/model/collection.ts';
import type { Attempt } from '../../shared/model/inference.ts';
import { KnowngoodError } from '../errors.ts';
import type { Message } from '../prompts/renderPrompt.ts';
import type { Provider } from '../providers/provider.ts';
import { RetrievalFailure } from '../retrieval/retrieveForUnit.ts';
import { type AttemptResult, attempt } from './attempt.ts';
import { type BreakerVerdict, judged } from './breaker.ts';
import type { Limits } from './clocks.ts';
import { fillPrompt } from './fillPrompt.ts';
import type { Pipe, UnitSink } from './pipe.ts';
import type { RouteStep, UnitStep } from './route.ts';

/** The first unit gets this part of the deadline when another could still step in. */
const firstUnitShare = 0.6;
const betweenTokensMs = 15_000;

/** A call on its way along its route. Times are milliseconds; `startedAt` is on the pipe's own clock. */
export interface ExecuteOptions {
  request: CallRequest;
  steps: RouteStep[];
  environment: string;
  deadlineMs: number;
  maxOutputCharacters: number;
  startedAt: number;
  callerLeft: AbortSignal;
  sink: UnitSink | null;
}

/** One unit's turn: all its tries, with what the record will say of each. */
export interface UnitTurn {
  result: AttemptResult;
  tries: Attempt[];
  priceSource: string | null;
  simulated: boolean;
  messages: Message[];
  /** The index that its passages came from; null where it has retrieved none. */
  retrieval: ServedFrom | null;
}

/**
 * Fills the unit's prompt and tries it, again where that may help and fits the deadline.
 * @throws KnowngoodError INVALID, TOO_LARGE when what the caller sent does not fit the first unit of the route.
 */
export async function takeTurn(
  pipe: Pipe,
  options: ExecuteOptions,
  step: UnitStep,
  index: number,
  fallbackReason: FallbackReason | null,
): Promise<UnitTurn> {
  const { specification } = step.unit;
  const provider = pipe.providers.get(specification.provider);
  const turn: UnitTurn = {
    result: failed('not-available', `No provider "${specification.provider}" is set up on this server`),
    tries: [],
    priceSource: null,
    simulated: provider?.simulated ?? false,
    messages: [],
    retrieval: null,
  };
  const elapsed = () => pipe.clock() - options.startedAt;
  const note = (result: AttemptResult, startedMs: number) => {
    turn.result = result;
    const tokens = result.outcome === 'ok' ? result.answer.tokens : 'tokens' in result ? result.tokens : null;
    const price = pipe.priceOf(provider ?? null, specification.model, tokens);
    if (price.source) turn.priceSource = price.source;
    turn.tries.push({
      unit: step.unit.id,
      try: turn.tries.length + 1,
      provider: specification.provider,
      model: result.outcome === 'ok' ? result.answer.model : specification.model,
      startedMs: Math.round(startedMs),
      durationMs: Math.round(elapsed() - startedMs),
      outcome: result.outcome,
      failure: 'failure' in result ? result.failure : null,
      detail: 'detail' in result ? result.detail : null,
      tokens,
      costUsd: price.costUsd,
    });
    return turn;
  };

  const beganMs = elapsed();
  if (!provider) return note(turn.result, beganMs);
  const windowMs = windowOf(options, step, index, beganMs);
  try {
    const filled = await fillPrompt(pipe, step, options.request, {
      environment: options.environment,
      inTime: (act) => inTime(windowMs, options.callerLeft, act),
    });
    turn.messages = filled.messages;
    turn.retrieval = filled.served;
  } catch (error) {
    if (options.callerLeft.aborted) return note({ ...nothingSeen, outcome: 'cancelled' }, beganMs);
    return note(promptFailure(error, index), beganMs);
  }
  pipe.retries.count(provider.name);
  const { environment } = options;
  const watched = { environment, provider: provider.name, model: specification.model };
  for (let tries = 1; ; tries++) {
    const startedMs = elapsed();
    const leave = pipe.breakers.of(watched).enter();
    if (!leave)
      return note(failed('breaker-open', 'It kept failing, so it is left alone for a moment'), startedMs);
    const leftMs = Math.max(1, beganMs + windowMs - startedMs);
    const result = await attempt({
      provider,
      request: requestOf(step, options.request, turn.messages),
      limits: limitsOf(options, step, {
        leftMs,
        remainingMs: options.deadlineMs - startedMs,
        beganMs,
        startedMs,
      }),
      maxOutputCharacters: options.maxOutputCharacters,
      callerLeft: options.callerLeft,
      sink: sinkOf(options, step, provider, fallbackReason),
      hold: isHeld(step, options.request),
      clock: pipe.clock,
      enter: (signal) => pipe.limiters.enter(provider.name, options.request.priority, signal),
    });
    leave(verdictOf(result));
    note(result, startedMs);
    if (result.outcome !== 'failed' || !result.transient) return turn;
    const { retryAfterMs } = result;
    const wait = pipe.retries.next(provider.name, {
      tries,
      retryAfterMs,
      leftMs: Math.min(beganMs + windowMs, options.deadlineMs) - elapsed(),
    });
    if (wait === null) return turn;
    if (!(await paused(wait, options.callerLeft)))
      return note({ ...nothingSeen, outcome: 'cancelled' }, elapsed());
  }
}

/** Runs something under a signal of its own, and leaves neither a timer nor a listener behind. */
async function inTime<T>(
  ms: number,
  callerLeft: AbortSignal,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const leave = () => controller.abort(callerLeft.reason);
  if (callerLeft.aborted) leave();
  callerLeft.addEventListener('abort', leave, { once: true });
  const late = setTimeout(() => controller.abort(new DOMException('It took too long', 'TimeoutError')), ms);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(late);
    callerLeft.removeEventListener('abort', leave);
  }
}

/** False when the caller left meanwhile. */
const paused = (ms: number, callerLeft: AbortSignal): Promise<boolean> =>
  pause(ms, true, { signal: callerLeft }).catch(() => false);

/** How long all tries of this unit may take together, in milliseconds. */
function windowOf(
  { deadlineMs, steps }: ExecuteOptions,
  step: UnitStep,
  index: number,
  beganMs: number,
): number {
  const remainingMs = Math.max(1, deadlineMs - beganMs);
  const another = steps.slice(index + 1).some((later) => later.kind === 'unit');
  const share = another ? Math.max(step.clocks.attemptMs ?? 0, deadlineMs * firstUnitShare) : remainingMs;
  return Math.min(remainingMs, step.clocks.totalMs ?? share);
}

function limitsOf(
  { sink }: ExecuteOptions,
  { clocks }: UnitStep,
  at: { leftMs: number; remainingMs: number; beganMs: number; startedMs: number },
): Limits {
  const firstMs = Math.min(
    at.leftMs,
    (sink ? (clocks.firstTokenMs ?? clocks.attemptMs) : clocks.attemptMs) ?? at.leftMs,
  );
  // Without a limit of its own a stream that has begun may run to the deadline.
  const wholeMs = sink && clocks.totalMs === undefined ? at.remainingMs : at.leftMs;
  return {
    firstMs,
    betweenMs: clocks.betweenTokensMs ?? betweenTokensMs,
    totalMs: Math.max(1, wholeMs),
    guardrailMs: clocks.guardrailMs === undefined ? null : clocks.guardrailMs - (at.startedMs - at.beganMs),
  };
}

/** A caller's own tools and schema count only where the unit declares none. */
const requestOf = ({ unit }: UnitStep, request: CallRequest, messages: Message[]) => {
  const { model, parameters, tools, responseSchema } = unit.specification;
  return {
    model,
    messages,
    parameters,
    tools: tools ?? request.tools,
    toolChoice: request.toolChoice ?? null,
    responseSchema: responseSchema ?? request.responseSchema ?? null,
  };
};

function isHeld({ unit }: UnitStep, request: CallRequest): boolean {
  const { responseSchema, streamedSchema } = unit.specification;
  return (responseSchema ?? request.responseSchema) !== undefined && streamedSchema !== 'report';
}

const sinkOf = (
  { sink }: ExecuteOptions,
  { unit, variant, servedBy }: UnitStep,
  { simulated }: Provider,
  fallbackReason: FallbackReason | null,
) =>
  sink && {
    start: ({ model }: { model: string }) =>
      sink.start({ model, variant, unit: unit.id, servedBy, simulated, fallbackReason }),
    text: sink.text,
    toolCalls: sink.toolCalls,
  };

function verdictOf(result: AttemptResult): BreakerVerdict {
  if (result.outcome === 'ok') return 'success';
  if (result.outcome === 'cancelled') return 'neither';
  return judged(result.failure);
}

/** What the caller sent does not fit the unit it was assigned: that is the caller's to mend. All else is the unit's failure. */
function promptFailure(error: unknown, index: number): AttemptResult {
  if (error instanceof KnowngoodError && index === 0) throw error;
  if (error instanceof RetrievalFailure) return failed(error.failure, error.message);
  return failed(
    'prompt-error',
    error instanceof KnowngoodError ? error.message : 'The prompt could not be filled',
  );
}

const nothingSeen = { text: '', toolCalls: [], firstContentAt: null, started: false, sent: false };

const failed = (failure: FallbackReason, detail: string): AttemptResult => ({
  ...nothingSeen,
  outcome: 'failed',
  failure,
  detail,
  transient: false,
  retryAfterMs: null,
  tokens: null,
});

import type { CallRequest, FallbackReason } from '../../shared/model/call.ts';
import type { Attempt } from '../../shared/model/inference.ts';
import { KnowngoodError } from '../errors.ts';
import { type Message, renderPrompt } from '../prompts/renderPrompt.ts';
import { priceOf } from '../providers/price.ts';
import { type AttemptResult, attempt } from './attempt.ts';
import type { Pipe, UnitSink } from './pipe.ts';
import type { RouteStep, UnitStep } from './route.ts';

/** The first unit gets this part of the deadline when another could still step in. */
const firstAttemptShare = 0.6;

/** A call on its way along its route. Times are milliseconds; `startedAt` is on the pipe's own clock. */
export interface ExecuteOptions {
  request: CallRequest;
  steps: RouteStep[];
  deadlineMs: number;
  startedAt: number;
  callerLeft: AbortSignal;
  sink: UnitSink | null;
}

/** One unit's turn, with what the record will say of it. */
export interface UnitTurn {
  result: AttemptResult;
  made: Attempt;
  priceSource: string | null;
  simulated: boolean;
  messages: Message[];
}

/**
 * Fills the unit's prompt and tries it once.
 * @throws KnowngoodError INVALID, TOO_LARGE when what the caller sent does not fit the first unit of the route.
 */
export async function tryUnit(
  pipe: Pipe,
  options: ExecuteOptions,
  step: UnitStep,
  index: number,
  fallbackReason: FallbackReason | null,
): Promise<UnitTurn> {
  const { unit } = step;
  const { provider: name, model } = unit.specification;
  const provider = pipe.providers.get(name);
  const startedMs = pipe.clock() - options.startedAt;
  let messages: Message[] = [];
  const turn = async (): Promise<AttemptResult> => {
    if (!provider) return failed('not-available', `No provider "${name}" is set up on this server`);
    messages = await fillPrompt(pipe, step, options.request);
    return attempt({
      provider,
      request: { model, messages, parameters: unit.specification.parameters },
      ...clocks(options, step, index, pipe.clock() - options.startedAt),
      callerLeft: options.callerLeft,
      sink: sinkOf(options, step, { simulated: provider.simulated, fallbackReason }),
      clock: pipe.clock,
      enter: (signal, act) => pipe.limiters.run(name, options.request.priority, signal, act),
    });
  };
  const result = await turn().catch((error: unknown) => promptFailure(error, index));
  const tokens = result.outcome === 'ok' ? result.answer.tokens : null;
  const price = provider ? priceOf(provider, model, tokens) : { costUsd: null, source: null };
  const made: Attempt = {
    unit: unit.id,
    provider: name,
    model: result.outcome === 'ok' ? result.answer.model : model,
    startedMs: Math.round(startedMs),
    durationMs: Math.round(pipe.clock() - options.startedAt - startedMs),
    outcome: result.outcome,
    failure: 'failure' in result ? result.failure : null,
    detail: 'detail' in result ? result.detail : null,
    tokens,
    costUsd: price.costUsd,
  };
  return { result, made, messages, priceSource: price.source, simulated: provider?.simulated ?? false };
}

/** How long this attempt may take, and how long everything may. */
function clocks({ deadlineMs, steps }: ExecuteOptions, step: UnitStep, index: number, elapsedMs: number) {
  const remainingMs = Math.max(1, deadlineMs - elapsedMs);
  const another = steps.slice(index + 1).some((later) => later.kind === 'unit');
  const wanted = step.attemptMs ?? (another ? deadlineMs * firstAttemptShare : remainingMs);
  return { remainingMs, attemptMs: Math.min(remainingMs, wanted) };
}

const sinkOf = (
  { sink }: ExecuteOptions,
  { unit, variant, servedBy }: UnitStep,
  known: { simulated: boolean; fallbackReason: FallbackReason | null },
) =>
  sink && {
    start: ({ model }: { model: string }) =>
      sink.start({ model, variant, unit: unit.id, servedBy, ...known }),
    text: (text: string) => sink.text(text),
  };

/** What the caller sent does not fit the unit it was assigned: that is the caller's to mend. All else is the unit's failure. */
function promptFailure(error: unknown, index: number): AttemptResult {
  if (error instanceof KnowngoodError && index === 0) throw error;
  return failed(
    'prompt-error',
    error instanceof KnowngoodError ? error.message : 'The prompt could not be filled',
  );
}

/** The unit's messages: the caller's variables, the input and the retrieved passages in their places. */
async function fillPrompt(pipe: Pipe, { unit, prompt }: UnitStep, request: CallRequest): Promise<Message[]> {
  const { input, variables, history } = request;
  const filled: Record<string, unknown> = { ...variables, ...(input === undefined ? {} : { input }) };
  const { retrieval } = unit.specification;
  if (retrieval && filled[retrieval.variable] === undefined) {
    filled[retrieval.variable] = await pipe.retrieve(
      retrieval.collection,
      String(filled.input ?? ''),
      retrieval.k,
    );
  }
  return renderPrompt(prompt, filled, history);
}

const failed = (failure: FallbackReason, detail: string): AttemptResult => ({
  outcome: 'failed',
  failure,
  detail,
  text: '',
  firstTextAt: null,
  started: false,
});

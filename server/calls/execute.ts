import type { CallRequest, FallbackReason, ServedBy } from '../../shared/model/call.ts';
import type { Attempt } from '../../shared/model/inference.ts';
import { KnowngoodError } from '../errors.ts';
import { type Message, renderPrompt } from '../prompts/renderPrompt.ts';
import { priceOf } from '../providers/price.ts';
import type { ProviderAnswer } from '../providers/provider.ts';
import { type AttemptResult, attempt } from './attempt.ts';
import type { Pipe, StreamSink } from './pipe.ts';
import type { RouteStep, UnitStep } from './route.ts';

/** The first unit gets this part of the deadline when another could still step in. */
const firstAttemptShare = 0.6;

export interface Execution {
  outcome: 'ok' | 'incomplete' | 'failed' | 'cancelled';
  output: string;
  servedBy: ServedBy;
  variant: string;
  unit: string | null;
  answer: Pick<ProviderAnswer, 'model' | 'tokens'> | null;
  simulated: boolean;
  costUsd: number | null;
  priceSource: string | null;
  /** Why the assigned variant did not answer; null when it did. */
  fallbackReason: FallbackReason | null;
  /** What to tell the caller when nothing could answer. */
  detail: string | null;
  firstTokenMs: number | null;
  attempts: Attempt[];
  /** What the answering unit was sent: kept for counting tokens, never recorded. */
  messages: Message[];
}

export interface ExecuteOptions {
  request: CallRequest;
  steps: RouteStep[];
  deadlineMs: number;
  startedAt: number;
  callerLeft: AbortSignal;
  sink: StreamSink | null;
}

/** Walks the route until something answers. A fallback happens only while the caller has seen nothing. */
export async function execute(pipe: Pipe, options: ExecuteOptions): Promise<Execution> {
  const attempts: Attempt[] = [];
  let failure: FallbackReason | null = null;
  let detail: string | null = null;
  for (const [index, step] of options.steps.entries()) {
    const base = { servedBy: step.servedBy, variant: step.variant, fallbackReason: failure, attempts };
    if (step.kind === 'static') {
      options.sink?.start({ model: 'static', variant: step.variant, unit: null });
      await options.sink?.text(step.text);
      return { ...nothing, ...base, outcome: 'ok', output: step.text, detail: null };
    }
    const { result, made, priced, messages } = await tryUnit(pipe, options, step, index);
    attempts.push(made);
    const unit = {
      unit: step.unit.id,
      messages,
      simulated: priced.simulated,
      firstTokenMs: result.firstTextAt === null ? null : result.firstTextAt - options.startedAt,
    };
    if (result.outcome === 'ok') {
      const { text, model, tokens } = result.answer;
      return {
        ...nothing,
        ...base,
        ...unit,
        outcome: 'ok',
        output: text,
        answer: { model, tokens },
        costUsd: made.costUsd,
        priceSource: priced.source,
      };
    }
    if (result.outcome === 'cancelled')
      return { ...nothing, ...base, ...unit, outcome: 'cancelled', output: result.text };
    failure ??= result.failure;
    detail = result.detail;
    if (result.outcome === 'incomplete')
      return { ...nothing, ...base, ...unit, outcome: 'incomplete', output: result.text, detail };
  }
  const last = options.steps.at(-1);
  return {
    ...nothing,
    servedBy: last?.servedBy ?? 'assigned',
    variant: last?.variant ?? '',
    outcome: 'failed',
    output: '',
    fallbackReason: failure,
    detail,
    attempts,
  };
}

const nothing = {
  unit: null,
  answer: null,
  simulated: false,
  costUsd: null,
  priceSource: null,
  fallbackReason: null,
  detail: null,
  firstTokenMs: null,
  messages: [] as Message[],
};

async function tryUnit(pipe: Pipe, options: ExecuteOptions, step: UnitStep, index: number) {
  const { unit, prompt, variant } = step;
  const { provider: providerName, model, parameters } = unit.specification;
  const startedMs = pipe.clock() - options.startedAt;
  const remainingMs = Math.max(1, options.deadlineMs - startedMs);
  const another = options.steps.slice(index + 1).some((later) => later.kind === 'unit');
  const attemptMs = Math.min(
    remainingMs,
    step.attemptMs ?? (another ? options.deadlineMs * firstAttemptShare : remainingMs),
  );
  const provider = pipe.providers.get(providerName);
  let messages: Message[] = [];
  const run = async (): Promise<AttemptResult> => {
    if (!provider) return failed('not-available', `No provider "${providerName}" is set up on this server`);
    if (options.deadlineMs - startedMs <= 0) return failed('timeout', 'No time was left for this unit');
    const variables = await fill(pipe, step, options.request);
    messages = renderPrompt(prompt, variables, options.request.history);
    return attempt({
      provider,
      request: { model, messages, parameters },
      attemptMs,
      remainingMs,
      callerLeft: options.callerLeft,
      sink: options.sink && {
        start: (answer) => options.sink?.start({ ...answer, variant, unit: unit.id }),
        text: (text) => options.sink?.text(text),
      },
      clock: pipe.clock,
      enter: (signal, act) => pipe.limiters.run(providerName, options.request.priority, signal, act),
    });
  };
  const result = await run().catch((error: unknown): AttemptResult => {
    // What the caller sent does not fit the unit it was assigned: that is the caller's to mend, not the unit's.
    if (index === 0 || !(error instanceof KnowngoodError)) throw error;
    return failed('refused-request', error.message);
  });
  const tokens = result.outcome === 'ok' ? result.answer.tokens : null;
  const price = provider ? priceOf(provider, model, tokens) : { costUsd: null, source: null };
  const made: Attempt = {
    unit: unit.id,
    provider: providerName,
    model: result.outcome === 'ok' ? result.answer.model : model,
    startedMs: Math.round(startedMs),
    durationMs: Math.round(pipe.clock() - options.startedAt - startedMs),
    outcome: result.outcome,
    failure: 'failure' in result ? result.failure : null,
    detail: 'detail' in result ? result.detail : null,
    tokens,
    costUsd: price.costUsd,
  };
  return {
    result,
    made,
    messages,
    priced: { source: price.source, simulated: provider?.simulated ?? false },
  };
}

/** The caller's variables, with the input and the retrieved passages in their places. */
async function fill(
  pipe: Pipe,
  { unit }: UnitStep,
  { input, variables }: CallRequest,
): Promise<Record<string, unknown>> {
  const filled: Record<string, unknown> = { ...variables, ...(input === undefined ? {} : { input }) };
  const { retrieval } = unit.specification;
  if (!retrieval || filled[retrieval.variable] !== undefined) return filled;
  const query = String(filled.input ?? '');
  return { ...filled, [retrieval.variable]: await pipe.retrieve(retrieval.collection, query, retrieval.k) };
}

const failed = (failure: FallbackReason, detail: string): AttemptResult => ({
  outcome: 'failed',
  failure,
  detail,
  text: '',
  firstTextAt: null,
  started: false,
});

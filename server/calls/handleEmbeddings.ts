import { setTimeout as pause } from 'node:timers/promises';
import type { Evaluation } from '../../shared/evaluation/evaluation.ts';
import type { EmbeddingCall } from '../../shared/model/embedding.ts';
import type { Flag, Variant } from '../../shared/model/flag.ts';
import type { Attempt, Inference } from '../../shared/model/inference.ts';
import { KnowngoodError } from '../errors.ts';
import { type EmbeddingAnswer, ProviderFailure } from '../providers/provider.ts';
import { judged } from './breaker.ts';
import { OutOfTime, startClocks } from './clocks.ts';
import { estimateTexts } from './estimateTokens.ts';
import type { Caller, Pipe } from './pipe.ts';
import { budgetState, secondsToMidnight } from './spending.ts';

type Embedder = Extract<Variant, { kind: 'embedder' }>;

export interface Embedded extends EmbeddingAnswer {
  record: Inference;
}

/**
 * Vectors through a flag: evaluated, budgeted, retried, guarded by the breaker and recorded as every call is. Nothing
 * ever answers in the assigned embedder's place: a vector of another model would be wrong without anybody seeing it.
 * @throws KnowngoodError NOT_FOUND, INVALID (no embedding flag), RATE_LIMITED (budget), UNAVAILABLE (it could not embed, or the flag is off or killed).
 */
export async function handleEmbeddings(
  pipe: Pipe,
  caller: Caller,
  request: EmbeddingCall,
  callerLeft: AbortSignal,
): Promise<Embedded> {
  const startedAt = pipe.clock();
  const at = pipe.now().toISOString();
  const snapshot = pipe.configuration.snapshot(caller.environment);
  const { flag, evaluation, embedder } = embedderOf(pipe, caller.environment, request);
  const tries: Attempt[] = [];
  const record = async (
    answer: EmbeddingAnswer | null,
    outcome: Inference['outcome'],
  ): Promise<Inference> => {
    const latencyMs = Math.round((pipe.clock() - startedAt) * 10) / 10;
    const last = tries.at(-1);
    const { targetingKey } = request.context;
    // A provider that counts nothing, and a caller who leaves, still cost what was sent.
    const isEstimated = answer ? answer.tokens === null : last?.outcome === 'cancelled';
    const tokens = isEstimated ? await estimateTexts(request.input) : (answer?.tokens ?? null);
    const price = pipe.priceOf(
      embedder ? (pipe.providers.get(embedder.provider) ?? null) : null,
      embedder?.model ?? '',
      tokens,
    );
    const made: Inference = {
      ...blank,
      id: request.id ?? pipe.newId(),
      environment: caller.environment,
      at,
      surface: caller.surface,
      flag: flag.key,
      revision: snapshot.revision,
      reason: evaluation.reason,
      ruleId: evaluation.ruleId,
      bucket: evaluation.bucket,
      assignedVariant: evaluation.variant,
      variant: evaluation.variant,
      model: answer?.model ?? null,
      outcome,
      brokenBy: outcome === 'failed' ? (last?.failure ?? null) : null,
      finishReason: answer ? 'stop' : null,
      simulated: embedder ? (pipe.providers.get(embedder.provider)?.simulated ?? false) : false,
      priority: request.priority,
      userHash: targetingKey === undefined ? null : pipe.hashUser(caller.environment, targetingKey),
      latencyMs,
      tokens,
      usageSource: isEstimated ? 'estimated' : tokens ? 'provider' : null,
      costUsd: tries.length === 0 ? 0 : price.costUsd,
      priceSource: price.source,
      metadata: request.metadata,
      attempts: tries,
    };
    pipe.record(made, { operation: 'embeddings', parent: caller.trace });
    return made;
  };

  pipe.active(1);
  try {
    if (!embedder) {
      await record(null, 'rejected');
      throw new KnowngoodError(
        'UNAVAILABLE',
        `The flag "${flag.key}" embeds nothing now: it is ${evaluation.override === 'kill' ? 'killed' : 'off, or sends this caller to its fixed answer'}`,
      );
    }
    if (budgetState(flag.budget, pipe.spending.today(caller.environment, flag.key)) === 'refuse') {
      await record(null, 'rejected');
      throw new KnowngoodError('RATE_LIMITED', `The flag "${flag.key}" has spent its budget for today`, {
        budget: true,
        retryAfter: secondsToMidnight(pipe.now()),
      });
    }
    const { environment } = caller;
    const answer = await tryEmbedder(pipe, {
      environment,
      flag,
      embedder,
      request,
      callerLeft,
      startedAt,
      tries,
    });
    if (answer) return { ...answer, record: await record(answer, 'ok') };
    if (callerLeft.aborted) {
      await record(null, 'cancelled');
      throw new KnowngoodError('UNAVAILABLE', 'The caller has left');
    }
    const made = await record(null, 'failed');
    throw new KnowngoodError(
      'UNAVAILABLE',
      `The embedder of "${flag.key}" could not answer: ${tries.at(-1)?.detail ?? 'it is not set up'}`,
      { reason: made.brokenBy },
    );
  } finally {
    pipe.active(-1);
  }
}

function embedderOf(
  pipe: Pipe,
  environment: string,
  request: EmbeddingCall,
): { flag: Flag; evaluation: Evaluation; embedder: Embedder | null } {
  const { flags, evaluator } = pipe.configuration.snapshot(environment);
  const flag = flags.get(request.flag);
  const evaluation = evaluator.evaluate(request.flag, request.context);
  if (!flag || !evaluation)
    throw new KnowngoodError('NOT_FOUND', `There is no flag "${request.flag}" in ${environment}`);
  if (!flag.variants.some(({ kind }) => kind === 'embedder'))
    throw new KnowngoodError('INVALID', `The flag "${flag.key}" has no variant that answers with vectors`);
  const variant = flag.variants.find(({ key }) => key === evaluation.variant);
  return { flag, evaluation, embedder: variant?.kind === 'embedder' ? variant : null };
}

interface Going {
  environment: string;
  flag: Flag;
  embedder: Embedder;
  request: EmbeddingCall;
  callerLeft: AbortSignal;
  startedAt: number;
  tries: Attempt[];
}

/** Null when no try gave vectors; `tries` says why. */
async function tryEmbedder(pipe: Pipe, going: Going): Promise<EmbeddingAnswer | null> {
  const { flag, embedder, callerLeft, startedAt, tries } = going;
  const { provider: name, model } = embedder;
  const provider = pipe.providers.get(name);
  const elapsed = () => pipe.clock() - startedAt;
  const note = (startedMs: number, rest: Pick<Attempt, 'outcome' | 'failure' | 'detail' | 'tokens'>) =>
    tries.push({
      unit: `${name}/${model}`,
      try: tries.length + 1,
      provider: name,
      model,
      startedMs: Math.round(startedMs),
      durationMs: Math.round(elapsed() - startedMs),
      costUsd: null,
      ...rest,
    });
  const failed = (startedMs: number, failure: Attempt['failure'], detail: string) => {
    note(startedMs, { outcome: 'failed', failure, detail, tokens: null });
    return null;
  };
  if (!provider?.embed)
    return failed(0, 'not-available', `No provider "${name}" with embeddings is set up on this server`);
  pipe.retries.count(name);
  for (let number = 1; ; number++) {
    const startedMs = elapsed();
    const leave = pipe.breakers.of({ environment: going.environment, provider: name, model }).enter();
    if (!leave) return failed(startedMs, 'breaker-open', 'It kept failing, so it is left alone for a moment');
    try {
      const answer = await embedOnce(pipe, going, flag.deadlineMs - startedMs);
      leave('success');
      note(startedMs, { outcome: 'ok', failure: null, detail: null, tokens: answer.tokens });
      return answer;
    } catch (error) {
      if (callerLeft.aborted) {
        leave('neither');
        note(startedMs, { outcome: 'cancelled', failure: null, detail: null, tokens: null });
        return null;
      }
      const { failure, detail, transient, retryAfterMs } = inWords(error);
      leave(judged(failure));
      failed(startedMs, failure, detail);
      const leftMs = flag.deadlineMs - elapsed();
      const wait = transient ? pipe.retries.next(name, { tries: number, retryAfterMs, leftMs }) : null;
      if (wait === null) return null;
      await pause(wait, undefined, { signal: callerLeft }).catch(() => {});
      if (callerLeft.aborted) return null;
    }
  }
}

async function embedOnce(
  pipe: Pipe,
  { embedder, request, callerLeft }: Going,
  leftMs: number,
): Promise<EmbeddingAnswer> {
  const { provider: name, model, dimensions, attemptMs } = embedder;
  const controller = new AbortController();
  const leave = () => controller.abort(callerLeft.reason);
  callerLeft.addEventListener('abort', leave, { once: true });
  const totalMs = Math.max(1, Math.min(leftMs, attemptMs ?? leftMs));
  const limits = { firstMs: totalMs, betweenMs: totalMs, totalMs, guardrailMs: null };
  const clocks = startClocks(limits, pipe.clock, (why) => controller.abort(why));
  try {
    const release = await placeAt(pipe, name, request.priority, controller.signal);
    try {
      const answer = await pipe.providers.get(name)?.embed?.({
        model,
        input: request.input,
        dimensions: dimensions ?? null,
        signal: controller.signal,
      });
      if (!answer) throw new ProviderFailure('not-available', 'It has no embeddings');
      const length = dimensions ?? answer.vectors[0]?.length;
      if (answer.vectors.some((vector) => vector.length !== length))
        throw new ProviderFailure('invalid-output', `A vector does not have ${length} dimensions`);
      return answer;
    } finally {
      release();
    }
  } finally {
    clocks.stop();
    callerLeft.removeEventListener('abort', leave);
  }
}

/** Whoever ran out of time in our own queue has learnt nothing about the provider. */
async function placeAt(pipe: Pipe, provider: string, priority: number, signal: AbortSignal) {
  try {
    return await pipe.limiters.enter(provider, priority, signal);
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    throw new ProviderFailure('overloaded', 'It was still waiting for a free place when its time ran out');
  }
}

function inWords(error: unknown): Pick<ProviderFailure, 'failure' | 'detail' | 'transient' | 'retryAfterMs'> {
  if (error instanceof ProviderFailure) return error;
  const { failure = 'provider-error', message = 'The provider failed in an unexpected way' } =
    error instanceof OutOfTime ? error : {};
  return { failure, detail: message, transient: false, retryAfterMs: null };
}

const blank = {
  assignedUnit: null,
  unit: null,
  servedBy: 'assigned',
  fallbackReason: null,
  refusal: false,
  toolCalls: 0,
  responderRule: null,
  budget: null,
  conversation: null,
  streamed: false,
  firstTokenMs: null,
  overheadMs: 0,
} satisfies Partial<Inference>;

import type { CallRequest, CallResponse } from '../../shared/model/call.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import { requireUsable } from './answerSchema.ts';
import { type Call, describe, describeRejected, respond } from './call.ts';
import { defaultMaxOutputCharacters } from './checkAnswer.ts';
import { estimateUsage } from './estimateUsage.ts';
import { execute } from './execute.ts';
import { afterTurn, pinOf, restartSignal, startedOver, stateOf } from './pinConversation.ts';
import type { Caller, Pipe, StreamSink, UnitSink } from './pipe.ts';
import { type Detour, route } from './route.ts';
import { budgetState, secondsToMidnight } from './spending.ts';

export interface CallOptions {
  /** Aborts when the caller has left. */
  callerLeft: AbortSignal;
  /** Where a streamed answer goes; null for an answer in one piece. */
  sink?: StreamSink | null;
}

/**
 * The whole of a call: evaluate, route, execute, record, respond. The surface has authenticated it.
 * It answers for every outcome; it throws only what the caller must mend.
 * @throws KnowngoodError NOT_FOUND (no such flag), INVALID (the request does not fit the flag or its prompt), CONFLICT
 * (the conversation must start over), RATE_LIMITED (the flag's budget of the day is spent).
 */
export async function handleCall(
  pipe: Pipe,
  caller: Caller,
  request: CallRequest,
  { callerLeft, sink = null }: CallOptions,
): Promise<CallResponse> {
  const startedAt = pipe.clock();
  const call = await begin(pipe, caller, request, startedAt);
  const about = { operation: 'chat', parent: caller.trace } as const;
  pipe.active(1);
  try {
    refuse(pipe, call);
    const { steps, detourReason } = planOf(call);
    call.assignedUnit = steps[0]?.kind === 'unit' ? steps[0].unit.id : null;
    call.overheadMs = pipe.clock() - startedAt;
    const execution = await execute(
      pipe,
      {
        request,
        steps,
        environment: caller.environment,
        deadlineMs: call.flag.deadlineMs,
        maxOutputCharacters: call.flag.maxOutputCharacters ?? defaultMaxOutputCharacters,
        startedAt,
        callerLeft,
        sink: sink && completed(sink, call),
      },
      detourReason,
    );
    const latencyMs = pipe.clock() - startedAt;
    keepConversation(pipe, call, execution);
    const estimate = estimateUsage(pipe, call.snapshot);
    const record = await describe(call, execution, { latencyMs, streamed: sink !== null, estimate });
    pipe.record(record, about);
    return respond(record, execution);
  } catch (error) {
    pipe.record(describeRejected(call, error, pipe.clock() - startedAt), about);
    throw error;
  } finally {
    pipe.active(-1);
  }
}

/** Everything that is known of a call before anything is asked of a unit. */
async function begin(pipe: Pipe, caller: Caller, request: CallRequest, startedAt: number): Promise<Call> {
  const { environment } = caller;
  const snapshot = pipe.configuration.snapshot(environment);
  const { flag, evaluation } = evaluate(snapshot, request);
  const now = pipe.now();
  const { targetingKey } = request.context;
  const userHash = targetingKey === undefined ? null : pipe.hashUser(environment, targetingKey);
  const { conversation } = request;
  const pinning = await pinOf(
    pipe.conversations,
    environment,
    { flag, evaluation },
    { conversation, userHash, now },
  );
  return {
    id: request.id ?? pipe.newId(),
    at: now.toISOString(),
    startedAt,
    caller,
    request,
    snapshot,
    flag,
    evaluation,
    pinning,
    budget: budgetState(flag.budget, flag.budget ? pipe.spending.today(environment, flag.key) : 0),
    userHash,
    conversation: conversation === undefined ? null : stateOf(conversation, pinning, null),
    assignedUnit: null,
    overheadMs: 0,
  };
}

function evaluate(snapshot: Snapshot, { flag: key, context }: CallRequest) {
  const flag = snapshot.flags.get(key);
  const evaluation = snapshot.evaluator.evaluate(key, context);
  if (!flag || !evaluation)
    throw new KnowngoodError('NOT_FOUND', `There is no flag "${key}" in ${snapshot.environment}`);
  if (flag.kind !== 'call')
    throw new KnowngoodError(
      'INVALID',
      `"${key}" is a value flag: it routes no AI calls. Evaluate it instead`,
    );
  if (flag.variants.some(({ kind }) => kind === 'embedder'))
    throw new KnowngoodError('INVALID', `"${key}" answers with vectors: send its texts to /v1/embeddings`);
  return { flag, evaluation };
}

/** What a call is refused for although it is well formed. */
function refuse(pipe: Pipe, { flag, request, budget, pinning, at }: Call): void {
  if (request.system.length > 0 && !flag.allowSystemMessages)
    throw new KnowngoodError(
      'INVALID',
      `system: System messages come from the versioned prompt of the inference unit, and the flag "${flag.key}" takes no others; leave them out`,
    );
  if (request.responseSchema) requireUsable(request.responseSchema);
  if (budget === 'refuse')
    throw new KnowngoodError(
      'RATE_LIMITED',
      `The flag "${flag.key}" has spent its budget of ${flag.budget?.refuseUsd} US dollars for today; it starts anew at midnight, UTC`,
      { budget: true, retryAfter: secondsToMidnight(pipe.now()) },
    );
  if (pinning.move && flag.onRollback === 'restart') {
    const over = startedOver(pinning, at);
    if (over) pipe.conversations.keep(over);
    throw restartSignal(flag, pinning);
  }
}

/** Where the call goes: the spent budget's cheaper variant before the conversation's unit, and both before the flag's choice. */
function planOf({ snapshot, flag, evaluation, pinning, budget }: Call) {
  const cheaper: Detour | null =
    budget === 'fall-back' && evaluation.override === null && flag.budget?.fallBackTo !== undefined
      ? { variant: flag.budget.fallBackTo, servedBy: 'cheaper' }
      : null;
  const steps = route(snapshot, flag, evaluation, cheaper ?? pinning.detour);
  const isMoved = cheaper !== null && cheaper.variant !== evaluation.variant;
  return { steps, detourReason: isMoved ? ('budget' as const) : null };
}

/** Adds to a stream's start what belongs to the call rather than to the unit that answers. */
const completed = (sink: StreamSink, { id, evaluation, snapshot, conversation }: Call): UnitSink => ({
  start: (start) =>
    sink.start({
      ...start,
      requestId: id,
      reason: evaluation.reason,
      revision: snapshot.revision,
      conversation,
    }),
  text: (text) => sink.text(text),
  toolCalls: (pieces) => sink.toolCalls(pieces),
});

function keepConversation(pipe: Pipe, call: Call, execution: Parameters<typeof afterTurn>[2]): void {
  const { request, caller, flag, userHash, at, pinning } = call;
  if (request.conversation === undefined || pinning.isUnknown) return;
  const { environment } = caller;
  const key = { environment, flag: flag.key, id: request.conversation, userHash, at };
  const after = afterTurn(key, pinning, execution);
  if (after) pipe.conversations.keep(after);
  call.conversation = stateOf(request.conversation, pinning, after);
}

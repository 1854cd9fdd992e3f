import type { Evaluation } from '../../shared/evaluation/evaluation.ts';
import type { CallRequest, CallResponse } from '../../shared/model/call.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Inference } from '../../shared/model/inference.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import { estimateTokens } from './estimateTokens.ts';
import { type Execution, execute } from './execute.ts';
import type { Caller, Pipe, StreamSink, UnitSink } from './pipe.ts';
import { type RouteStep, route } from './route.ts';

export interface CallOptions {
  /** Aborts when the caller has left. */
  callerLeft: AbortSignal;
  /** Where a streamed answer goes; null for an answer in one piece. */
  sink?: StreamSink | null;
}

/** A call as the pipe carries it. */
interface Call {
  id: string;
  at: string;
  startedAt: number;
  request: CallRequest;
  flag: Flag;
  evaluation: Evaluation;
  steps: RouteStep[];
  revision: number;
}

/**
 * The whole of a call: evaluate, route, execute, record, respond. The surface has authenticated it.
 * It answers for every outcome; it throws only what the caller must mend.
 * @throws KnowngoodError NOT_FOUND (no such flag), INVALID (variables do not fit the prompt).
 */
export async function handleCall(
  pipe: Pipe,
  caller: Caller,
  request: CallRequest,
  options: CallOptions,
): Promise<CallResponse> {
  const startedAt = pipe.clock();
  const snapshot = pipe.configuration.snapshot(caller.environment);
  const { flag, evaluation } = evaluate(snapshot, request);
  const steps = route(snapshot, flag, evaluation);
  const call: Call = {
    id: request.id ?? pipe.newId(),
    at: pipe.now().toISOString(),
    startedAt,
    request,
    flag,
    evaluation,
    steps,
    revision: snapshot.revision,
  };
  const overheadMs = pipe.clock() - startedAt;
  pipe.active(1);
  try {
    const execution = await execute(pipe, {
      request,
      steps,
      deadlineMs: flag.deadlineMs,
      startedAt,
      callerLeft: options.callerLeft,
      sink: options.sink ? completed(options.sink, call) : null,
    });
    const record = await describe(pipe, caller, call, execution, {
      overheadMs,
      latencyMs: pipe.clock() - startedAt,
      streamed: Boolean(options.sink),
    });
    pipe.record(record);
    return respond(record, execution);
  } catch (error) {
    pipe.record(rejected(pipe, caller, call, overheadMs, error));
    throw error;
  } finally {
    pipe.active(-1);
  }
}

/** Adds to a stream's start what belongs to the call rather than to the unit that answers. */
const completed = (sink: StreamSink, { id, evaluation, revision }: Call): UnitSink => ({
  start: (start) => sink.start({ ...start, requestId: id, reason: evaluation.reason, revision }),
  text: (text) => sink.text(text),
});

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
  return { flag, evaluation };
}

/** Measured before the record is put together: counting tokens must not count as latency. */
type Timing = { overheadMs: number; latencyMs: number; streamed: boolean };

async function describe(
  pipe: Pipe,
  caller: Caller,
  call: Call,
  execution: Execution,
  timing: Timing,
): Promise<Inference> {
  const { answer } = execution;
  const measured = answer?.tokens ?? null;
  const estimated =
    execution.unit && !measured && execution.output
      ? await estimateTokens(execution.messages, execution.output)
      : null;
  return {
    ...common(pipe, caller, call),
    variant: execution.variant,
    unit: execution.unit,
    model: answer?.model ?? null,
    outcome: execution.outcome,
    servedBy: execution.servedBy,
    fallbackReason: execution.fallbackReason,
    finishReason: execution.finishReason,
    simulated: execution.simulated,
    streamed: timing.streamed,
    latencyMs: tenth(timing.latencyMs),
    firstTokenMs: execution.firstTokenMs === null ? null : tenth(execution.firstTokenMs),
    overheadMs: Math.round(timing.overheadMs * 1000) / 1000,
    tokens: measured ?? estimated,
    usageSource: measured ? 'provider' : estimated ? 'estimated' : null,
    // No attempt costs nothing; attempts of unknown cost are null, and never taken for free.
    costUsd: execution.attempts.length === 0 ? 0 : sum(execution.attempts.map((made) => made.costUsd)),
    priceSource: execution.priceSource,
    attempts: execution.attempts,
  };
}

const rejected = (pipe: Pipe, caller: Caller, call: Call, overheadMs: number, error: unknown): Inference => ({
  ...common(pipe, caller, call),
  variant: call.evaluation.variant,
  unit: null,
  model: null,
  outcome: error instanceof KnowngoodError ? 'rejected' : 'failed',
  servedBy: 'assigned',
  fallbackReason: null,
  finishReason: null,
  simulated: false,
  streamed: false,
  latencyMs: tenth(pipe.clock() - call.startedAt),
  firstTokenMs: null,
  overheadMs,
  tokens: null,
  usageSource: null,
  costUsd: 0,
  priceSource: null,
  attempts: [],
});

function common(pipe: Pipe, caller: Caller, { id, at, request, flag, evaluation, steps, revision }: Call) {
  const { targetingKey } = request.context;
  const first = steps[0];
  return {
    id,
    environment: caller.environment,
    at,
    surface: caller.surface,
    flag: flag.key,
    revision,
    reason: evaluation.reason,
    ruleId: evaluation.ruleId,
    bucket: evaluation.bucket,
    assignedVariant: evaluation.variant,
    assignedUnit: first?.kind === 'unit' ? first.unit.id : null,
    priority: request.priority,
    userHash: targetingKey === undefined ? null : pipe.hashUser(caller.environment, targetingKey),
    metadata: request.metadata,
  };
}

const respond = (record: Inference, execution: Execution): CallResponse => ({
  requestId: record.id,
  output: execution.output,
  model: record.model,
  unit: record.unit,
  variant: record.variant,
  assignedVariant: record.assignedVariant,
  reason: record.reason,
  revision: record.revision,
  servedBy: record.servedBy,
  fallbackReason: record.fallbackReason,
  finishReason: record.finishReason,
  latencyMs: record.latencyMs,
  tokens: record.tokens,
  costUsd: record.costUsd,
  status: record.outcome,
  simulated: record.simulated,
});

const tenth = (ms: number): number => Math.round(ms * 10) / 10;

/** The parts that are known; null when none is. */
const sum = (parts: (number | null)[]): number | null =>
  parts.reduce<number | null>((total, part) => (part === null ? total : (total ?? 0) + part), null);

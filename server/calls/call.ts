import type { Evaluation } from '../../shared/evaluation/evaluation.ts';
import type { CallRequest, CallResponse, ConversationState } from '../../shared/model/call.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Attempt, Inference } from '../../shared/model/inference.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import type { Estimate, Estimated } from './estimateUsage.ts';
import type { Execution } from './execute.ts';
import type { Pinning } from './pinConversation.ts';
import type { Caller } from './pipe.ts';
import type { BudgetState } from './spending.ts';

/** A call as the pipe carries it. */
export interface Call {
  id: string;
  at: string;
  /** On the pipe's own clock. */
  startedAt: number;
  caller: Caller;
  request: CallRequest;
  snapshot: Snapshot;
  flag: Flag;
  evaluation: Evaluation;
  pinning: Pinning;
  budget: BudgetState;
  userHash: string | null;
  conversation: ConversationState | null;
  /** The unit that the call set out with. */
  assignedUnit: string | null;
  /** Milliseconds before the first attempt. */
  overheadMs: number;
}

/** The record of a call that was carried out. Counting tokens comes after the latency was taken. */
export async function describe(
  call: Call,
  execution: Execution,
  { latencyMs, streamed, estimate }: { latencyMs: number; streamed: boolean; estimate: Estimate },
): Promise<Inference> {
  const { tokens: counted } = execution;
  const estimated = counted ? null : await estimate(execution);
  const attempts = estimated ? withEstimate(execution.attempts, estimated) : execution.attempts;
  return {
    ...common(call),
    variant: execution.variant,
    unit: execution.unit,
    model: execution.model,
    ...(execution.retrieval ? { retrieval: execution.retrieval } : {}),
    outcome: execution.outcome,
    servedBy: execution.servedBy,
    fallbackReason: execution.fallbackReason,
    finishReason: execution.finishReason,
    brokenBy: execution.brokenBy,
    refusal: execution.refusal,
    toolCalls: execution.toolCalls.length,
    responderRule: execution.responderRule,
    simulated: execution.simulated,
    streamed,
    latencyMs: tenth(latencyMs),
    firstTokenMs: execution.firstTokenMs === null ? null : tenth(execution.firstTokenMs),
    tokens: counted ?? estimated?.tokens ?? null,
    usageSource: counted ? 'provider' : estimated ? 'estimated' : null,
    // No attempt costs nothing; attempts of unknown cost are null, and never taken for free.
    costUsd: attempts.length === 0 ? 0 : sum(attempts.map((made) => made.costUsd)),
    priceSource: estimated?.price.source ?? execution.priceSource,
    attempts,
  };
}

/** The estimate belongs to the try that ended the call: the ones before it have failed, at a cost that nobody knows. */
const withEstimate = (attempts: readonly Attempt[], { tokens, price }: Estimated): Attempt[] =>
  attempts.map((made, index) =>
    index === attempts.length - 1 ? { ...made, tokens, costUsd: price.costUsd } : made,
  );

/** The record of a call that the caller must mend, or that went wrong in Knowngood itself. */
export const describeRejected = (call: Call, error: unknown, latencyMs: number): Inference => ({
  ...common(call),
  variant: call.evaluation.variant,
  unit: null,
  model: null,
  outcome: error instanceof KnowngoodError ? 'rejected' : 'failed',
  servedBy: 'assigned',
  fallbackReason: null,
  finishReason: null,
  brokenBy: null,
  refusal: false,
  toolCalls: 0,
  responderRule: null,
  simulated: false,
  streamed: false,
  latencyMs: tenth(latencyMs),
  firstTokenMs: null,
  tokens: null,
  usageSource: null,
  costUsd: 0,
  priceSource: null,
  attempts: [],
});

const common = (call: Call) => ({
  id: call.id,
  environment: call.caller.environment,
  at: call.at,
  surface: call.caller.surface,
  flag: call.flag.key,
  revision: call.snapshot.revision,
  reason: call.evaluation.reason,
  ruleId: call.evaluation.ruleId,
  bucket: call.evaluation.bucket,
  assignedVariant: call.evaluation.variant,
  assignedUnit: call.assignedUnit,
  budget: call.budget === 'ok' ? null : call.budget,
  conversation: call.conversation,
  priority: call.request.priority,
  userHash: call.userHash,
  metadata: call.request.metadata,
  overheadMs: Math.round(call.overheadMs * 1000) / 1000,
});

/** What the caller gets: the record, and what it must not hold. */
export const respond = (record: Inference, execution: Execution): CallResponse => ({
  requestId: record.id,
  output: execution.output,
  toolCalls: execution.toolCalls,
  refusal: record.refusal,
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
  brokenBy: record.brokenBy,
  usageSource: record.usageSource,
  conversation: record.conversation,
  simulated: record.simulated,
});

const tenth = (ms: number): number => Math.round(ms * 10) / 10;

/** The parts that are known; null when none is. */
const sum = (parts: (number | null)[]): number | null =>
  parts.reduce<number | null>((total, part) => (part === null ? total : (total ?? 0) + part), null);

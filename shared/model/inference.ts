import type { Reason } from '../evaluation/reason.ts';
import type { ConversationState, FallbackReason, FinishReason, Outcome, ServedBy, Tokens } from './call.ts';
import type { ServedFrom } from './collection.ts';

/** One try at one unit, inside a call. Times are milliseconds from the start of the call. */
export interface Attempt {
  unit: string;
  /** 1 for the first try of this unit, 2 for its first retry, and so on. */
  try: number;
  provider: string;
  model: string;
  startedMs: number;
  durationMs: number;
  outcome: 'ok' | 'incomplete' | 'failed' | 'cancelled';
  failure: FallbackReason | null;
  /** What the provider said, for people; bounded, without secrets. */
  detail: string | null;
  tokens: Tokens | null;
  costUsd: number | null;
}

/** The record of one call. Holds no text of input or output, and the user only as a keyed hash. */
export interface Inference {
  id: string;
  environment: string;
  at: string;
  surface: 'trpc' | 'openai' | 'console';
  flag: string;
  revision: number;
  reason: Reason;
  ruleId: string | null;
  bucket: number | null;
  assignedVariant: string;
  variant: string;
  assignedUnit: string | null;
  unit: string | null;
  model: string | null;
  /** The index that the answering unit's passages came from; absent where it retrieved none. */
  retrieval?: ServedFrom;
  outcome: Outcome;
  servedBy: ServedBy;
  fallbackReason: FallbackReason | null;
  finishReason: FinishReason | null;
  /** Why an answer that had begun is not whole. */
  brokenBy: FallbackReason | null;
  /** The provider says that the model declined. */
  refusal: boolean;
  /** How many tools the model asked for. */
  toolCalls: number;
  /** The rule of a rule-based variant that answered; null for its default, and for every other variant. */
  responderRule: string | null;
  /** What the flag's budget made of this call. */
  budget: 'warn' | 'fall-back' | 'refuse' | null;
  conversation: ConversationState | null;
  simulated: boolean;
  streamed: boolean;
  priority: number;
  userHash: string | null;
  latencyMs: number;
  firstTokenMs: number | null;
  /** Time spent in Knowngood itself, before the first attempt. */
  overheadMs: number;
  tokens: Tokens | null;
  usageSource: 'provider' | 'estimated' | null;
  costUsd: number | null;
  priceSource: string | null;
  metadata: Record<string, string>;
  attempts: Attempt[];
}

import { z } from 'zod';
import { Image, maxInputCharacters, ResponseSchema, Tool, ToolCall, Turn } from './content.ts';
import { EvaluationContext } from './context.ts';
import { Key } from './key.ts';

/** Caller's own labels for a call: at most 16, as the OpenAI wire has it. Recorded; never sent to a model. */
export const Metadata = z
  .record(z.string().max(64), z.string().max(512))
  .refine((metadata) => Object.keys(metadata).length <= 16, 'At most 16 metadata entries');

/** Whether the model may, must or must not ask for a tool, or which one it must. */
export const ToolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ name: z.string().min(1).max(64) }),
]);
export type ToolChoice = z.infer<typeof ToolChoice>;

export const ConversationId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'A conversation id is made of visible ASCII characters');

export const CallRequest = z.object({
  flag: Key,
  /** The caller's id of this request. Knowngood makes one where it is absent. */
  id: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\x21-\x7e]+$/, 'An id is made of visible ASCII characters')
    .optional(),
  /** Fills the prompt's `input` variable. */
  input: z.string().max(maxInputCharacters).optional(),
  variables: z.record(z.string().max(64), z.unknown()).default({}),
  /** Images that belong to the input. */
  images: z.array(Image).max(20).default([]),
  /** Earlier turns of the conversation. The caller keeps them. */
  history: z.array(Turn).max(500).default([]),
  /** Turns after the input: what the model asked tools for, and what they answered. */
  following: z.array(Turn).max(200).default([]),
  /** System messages of the caller's own, where the flag allows them. They follow the prompt's. */
  system: z.array(z.string().max(maxInputCharacters)).max(20).default([]),
  /** Used only where the unit declares none. */
  tools: z.array(Tool).max(128).default([]),
  toolChoice: ToolChoice.optional(),
  /** Used only where the unit declares none. */
  responseSchema: ResponseSchema.optional(),
  /** The caller's id of a conversation: all its turns stay on one unit. */
  conversation: ConversationId.optional(),
  /** The caller has a function of its own for `local` variants, and wants to know when to run it. */
  answersLocally: z.boolean().default(false),
  context: EvaluationContext.default({}),
  /** When a provider is busy, 10 goes first and 1 is the first to be shed. */
  priority: z.int().min(1).max(10).default(5),
  metadata: Metadata.default({}),
});
export type CallRequest = z.infer<typeof CallRequest>;

export const Outcome = z.enum(['ok', 'incomplete', 'failed', 'rejected', 'cancelled']);
export type Outcome = z.infer<typeof Outcome>;

export const ServedBy = z.enum(['assigned', 'known-good', 'static', 'local', 'cheaper']);
export type ServedBy = z.infer<typeof ServedBy>;

export const FallbackReason = z.enum([
  'timeout',
  'connection',
  'rate-limited',
  'provider-error',
  'refused-request',
  'context-too-long',
  'authentication',
  'empty-output',
  'invalid-output',
  'incomplete',
  'stalled',
  'slow-reader',
  'latency-guardrail',
  'breaker-open',
  'overloaded',
  'budget',
  'prompt-error',
  'local-only',
  'not-available',
]);
export type FallbackReason = z.infer<typeof FallbackReason>;

/** How an answer ended: by itself, by asking for tools, cut at a length limit, or withheld by the provider's content filter. */
export const FinishReason = z.enum(['stop', 'tool-calls', 'length', 'content-filter']);
export type FinishReason = z.infer<typeof FinishReason>;

export const Tokens = z.object({
  input: z.int().min(0),
  output: z.int().min(0),
  /** Part of `input` that the provider served from its cache. */
  cachedInput: z.int().min(0),
  /** Part of `output` that was reasoning. */
  reasoning: z.int().min(0),
});
export type Tokens = z.infer<typeof Tokens>;

/** A forced move of a conversation from one unit to another. */
export const ConversationMove = z.object({
  from: z.string(),
  to: z.string(),
  why: z.enum(['override', 'off', 'prerequisite', 'target', 'unit-gone', 'error']),
  at: z.string(),
});
export type ConversationMove = z.infer<typeof ConversationMove>;

export const ConversationState = z.object({
  id: z.string(),
  /** Turns answered so far, this one included. */
  turn: z.int(),
  /** This turn was kept on the unit of the earlier ones against what the flag says now. */
  pinned: z.boolean(),
  /** This turn was forced off the unit of the earlier ones. */
  move: ConversationMove.nullable(),
});
export type ConversationState = z.infer<typeof ConversationState>;

export const CallResponse = z.object({
  requestId: z.string(),
  output: z.string(),
  /** Tools that the model asks the caller to run. */
  toolCalls: z.array(ToolCall),
  /** The provider says that the model declined to answer; the output is what it said instead. */
  refusal: z.boolean(),
  /** The model that answered, as the provider names it; null when a static variant did. */
  model: z.string().nullable(),
  unit: z.string().nullable(),
  /** The variant that answered. */
  variant: z.string(),
  /** The variant that the flag chose; differs from `variant` after a fallback. */
  assignedVariant: z.string(),
  reason: z.string(),
  revision: z.int(),
  servedBy: ServedBy,
  fallbackReason: FallbackReason.nullable(),
  /** Null when the answer is not whole. */
  finishReason: FinishReason.nullable(),
  latencyMs: z.number(),
  tokens: Tokens.nullable(),
  /** US dollars; null when the price is unknown, never 0 for unknown. */
  costUsd: z.number().nullable(),
  status: Outcome,
  /** Why an answer that had begun is not whole; null when it is, or when nothing had begun. */
  brokenBy: FallbackReason.nullable(),
  /** Where the tokens come from: counted by the provider, or estimated with a tokenizer. */
  usageSource: z.enum(['provider', 'estimated']).nullable(),
  conversation: ConversationState.nullable(),
  /** The answer came from the built-in simulator, not from a language model. */
  simulated: z.boolean(),
});
export type CallResponse = z.infer<typeof CallResponse>;

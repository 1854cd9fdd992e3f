import { z } from 'zod';
import { EvaluationContext } from './context.ts';
import { Key } from './key.ts';

const maxInputCharacters = 1_000_000;

/** Caller's own labels for a call: at most 16, as the OpenAI wire has it. Recorded; never sent to a model. */
export const Metadata = z
  .record(z.string().max(64), z.string().max(512))
  .refine((metadata) => Object.keys(metadata).length <= 16, 'At most 16 metadata entries');

/** An earlier turn of a conversation. The caller keeps the turns. */
export const Turn = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string().max(maxInputCharacters),
});
export type Turn = z.infer<typeof Turn>;

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
  history: z.array(Turn).max(500).default([]),
  context: EvaluationContext.default({}),
  /** When a provider is busy, 10 goes first and 1 is the first to be shed. */
  priority: z.int().min(1).max(10).default(5),
  metadata: Metadata.default({}),
});
export type CallRequest = z.infer<typeof CallRequest>;

export const Outcome = z.enum(['ok', 'incomplete', 'failed', 'rejected', 'cancelled']);
export type Outcome = z.infer<typeof Outcome>;

export const ServedBy = z.enum(['assigned', 'known-good', 'static']);
export type ServedBy = z.infer<typeof ServedBy>;

export const FallbackReason = z.enum([
  'timeout',
  'connection',
  'rate-limited',
  'provider-error',
  'refused-request',
  'empty-output',
  'incomplete',
  'overloaded',
  'prompt-error',
  'not-available',
]);
export type FallbackReason = z.infer<typeof FallbackReason>;

/** How an answer ended: by itself, cut at a length limit, or withheld by the provider's content filter. */
export const FinishReason = z.enum(['stop', 'length', 'content-filter']);
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

export const CallResponse = z.object({
  requestId: z.string(),
  output: z.string(),
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
  /** The answer came from the built-in simulator, not from a language model. */
  simulated: z.boolean(),
});
export type CallResponse = z.infer<typeof CallResponse>;

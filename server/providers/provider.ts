import type { FallbackReason, FinishReason, Tokens, ToolChoice } from '../../shared/model/call.ts';
import type { ResponseSchema, Tool, ToolCall, Turn } from '../../shared/model/content.ts';
import type { ToolCallPiece } from '../../shared/model/stream.ts';
import type { Parameters } from '../../shared/model/unit.ts';

/** What a unit asks of a provider. `signal` ends the request, whatever phase it is in. */
export interface ProviderRequest {
  model: string;
  messages: ({ role: 'system'; content: string } | Turn)[];
  parameters: Parameters;
  tools: Tool[];
  toolChoice: ToolChoice | null;
  responseSchema: ResponseSchema | null;
  signal: AbortSignal;
}

export interface ProviderAnswer {
  text: string;
  toolCalls: ToolCall[];
  /** The provider says that the model declined to answer; `text` is what it said instead. */
  refusal: boolean;
  /** The model as the provider names it in its answer. */
  model: string;
  /** Null where the provider gave none: the answer cannot be trusted to be whole. */
  finishReason: FinishReason | null;
  tokens: Tokens | null;
}

export type ProviderEvent =
  | { type: 'text'; text: string }
  | { type: 'tool-calls'; pieces: ToolCallPiece[] }
  /** The model is at work without anything to show: reasoning. */
  | { type: 'progress' }
  | { type: 'end'; answer: Omit<ProviderAnswer, 'text' | 'toolCalls'> };

export interface EmbeddingRequest {
  model: string;
  input: string[];
  dimensions: number | null;
  signal: AbortSignal;
}

export interface EmbeddingAnswer {
  /** One vector per input, in their order. */
  vectors: number[][];
  model: string;
  tokens: Tokens | null;
}

/** One wire to one upstream. Adding a provider is one file that makes one of these. */
export interface Provider {
  name: string;
  /** True for the built-in simulator, whose answers are marked wherever they show. */
  simulated: boolean;
  /** @throws ProviderFailure, or the signal's reason when it was aborted. */
  generate(request: ProviderRequest): Promise<ProviderAnswer>;
  /** Yields what comes, some events at a time, and one `end` last of all. Throws like `generate`. */
  stream(request: ProviderRequest): AsyncIterable<ProviderEvent[]>;
  /** Absent where the provider has no embeddings. Throws like `generate`. */
  embed?(request: EmbeddingRequest): Promise<EmbeddingAnswer>;
}

/** An upstream failed. `detail` is for people and logs: bounded, and never the upstream's own text, which may hold secrets. */
export class ProviderFailure extends Error {
  readonly failure: FallbackReason;
  readonly detail: string;
  /** The same request may well succeed in a moment. */
  readonly transient: boolean;
  /** How long the provider asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(
    failure: FallbackReason,
    detail: string,
    { transient = false, retryAfterMs = null }: { transient?: boolean; retryAfterMs?: number | null } = {},
  ) {
    super(detail);
    this.failure = failure;
    this.detail = detail;
    this.transient = transient;
    this.retryAfterMs = retryAfterMs;
  }
}

import type { FallbackReason, FinishReason, Tokens } from '../../shared/model/call.ts';
import type { Parameters } from '../../shared/model/unit.ts';

/** What a unit asks of a provider. `signal` ends the request, whatever phase it is in. */
export interface ProviderRequest {
  model: string;
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  parameters: Parameters;
  signal: AbortSignal;
}

export interface ProviderAnswer {
  text: string;
  /** The model as the provider names it in its answer. */
  model: string;
  /** Null where the provider gave none: the answer cannot be trusted to be whole. */
  finishReason: FinishReason | null;
  tokens: Tokens | null;
}

export type ProviderEvent =
  | { type: 'text'; text: string }
  | { type: 'progress' }
  | { type: 'end'; answer: Omit<ProviderAnswer, 'text'> };

/** One wire to one upstream. Adding a provider is one file that makes one of these. */
export interface Provider {
  name: string;
  /** True for the built-in simulator, whose answers are marked wherever they show. */
  simulated: boolean;
  /** @throws ProviderFailure, or the signal's reason when it was aborted. */
  generate(request: ProviderRequest): Promise<ProviderAnswer>;
  /** Yields text as it comes and one `end` last. Throws like `generate`. */
  stream(request: ProviderRequest): AsyncIterable<ProviderEvent>;
}

/** An upstream failed. `detail` is for people and logs: bounded, and never the upstream's own text, which may hold secrets. */
export class ProviderFailure extends Error {
  readonly failure: FallbackReason;
  readonly detail: string;

  constructor(failure: FallbackReason, detail: string) {
    super(detail);
    this.failure = failure;
    this.detail = detail;
  }
}

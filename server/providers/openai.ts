import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { CompletionUsage } from 'openai/resources/completions';
import type { FinishReason, Tokens } from '../../shared/model/call.ts';
import { type Provider, ProviderFailure, type ProviderRequest } from './provider.ts';

export interface OpenAiWire {
  name: string;
  apiKey: string;
  baseUrl: string | null;
  simulated?: boolean;
}

/** Anything that speaks OpenAI's wire format. The SDK's own retries are off: they would outlive our deadline. */
export function openAiProvider(wire: OpenAiWire): Provider {
  const client = new OpenAI({ apiKey: wire.apiKey, baseURL: wire.baseUrl, maxRetries: 0, timeout: 600_000 });
  return {
    name: wire.name,
    simulated: wire.simulated ?? false,
    async generate(request) {
      try {
        const answer = await client.chat.completions.create(bodyOf(request), { signal: request.signal });
        const choice = answer.choices?.[0];
        if (!choice) throw new ProviderFailure('provider-error', 'The provider answered without any choice');
        return {
          text: choice.message?.content ?? choice.message?.refusal ?? '',
          model: answer.model ?? request.model,
          finishReason: finishOf(choice.finish_reason),
          tokens: tokensOf(answer.usage),
        };
      } catch (error) {
        throw failureOf(error, request.signal);
      }
    },
    async *stream(request) {
      let model = request.model;
      let finishReason: FinishReason | null = null;
      let tokens: Tokens | null = null;
      try {
        const chunks = await client.chat.completions.create(
          { ...bodyOf(request), stream: true, stream_options: { include_usage: true } },
          { signal: request.signal },
        );
        for await (const chunk of chunks) {
          const choice = chunk.choices?.[0];
          model = chunk.model ?? model;
          tokens = tokensOf(chunk.usage) ?? tokens;
          finishReason = finishOf(choice?.finish_reason) ?? finishReason;
          const text = choice?.delta?.content ?? choice?.delta?.refusal;
          if (text) yield { type: 'text', text };
        }
      } catch (error) {
        throw failureOf(error, request.signal);
      }
      // The SDK ends an aborted iteration as if it were whole.
      request.signal.throwIfAborted();
      yield { type: 'end', answer: { model, finishReason, tokens } };
    },
  };
}

const bodyOf = ({ model, messages, parameters }: ProviderRequest) => ({
  model,
  messages,
  ...(parameters.temperature === undefined ? {} : { temperature: parameters.temperature }),
  ...(parameters.topP === undefined ? {} : { top_p: parameters.topP }),
  ...(parameters.maxOutputTokens === undefined ? {} : { max_completion_tokens: parameters.maxOutputTokens }),
  ...(parameters.seed === undefined ? {} : { seed: parameters.seed }),
});

function finishOf(reason: string | null | undefined): FinishReason | null {
  if (!reason) return null;
  if (reason === 'length') return 'length';
  return reason === 'content_filter' ? 'content-filter' : 'stop';
}

function tokensOf(usage: CompletionUsage | null | undefined): Tokens | null {
  if (!usage) return null;
  return {
    input: usage.prompt_tokens,
    output: usage.completion_tokens,
    cachedInput: usage.prompt_tokens_details?.cached_tokens ?? 0,
    reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}

function failureOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ProviderFailure || error instanceof APIUserAbortError) return error;
  if (error instanceof APIConnectionError) {
    const code = (error.cause as { cause?: { code?: string }; code?: string } | undefined)?.cause?.code;
    return new ProviderFailure('connection', `The provider could not be reached${code ? ` (${code})` : ''}`);
  }
  if (error instanceof APIError && typeof error.status === 'number') {
    const what = `HTTP ${error.status}${error.code ? ` (${String(error.code).slice(0, 60)})` : ''}`;
    if (error.status === 429) return new ProviderFailure('rate-limited', what);
    return new ProviderFailure(error.status < 500 ? 'refused-request' : 'provider-error', what);
  }
  if (error instanceof APIError)
    return new ProviderFailure('provider-error', 'The provider reported an error inside its answer');
  return new ProviderFailure('provider-error', 'The provider sent an answer that could not be read');
}

import type { FinishReason, Tokens } from '../../shared/model/call.ts';
import type { Content, ToolCall } from '../../shared/model/content.ts';
import { createShape } from './chunkShape.ts';
import { createEventReader } from './events.ts';
import { type Provider, type ProviderEvent, ProviderFailure, type ProviderRequest } from './provider.ts';
import { openUpstream } from './upstream.ts';

export interface OpenAiWire {
  name: string;
  apiKey: string | null;
  baseUrl: string;
  /** Sent with every request, over the usual ones: `api-key` for Azure, for example. */
  headers?: Record<string, string>;
  /** What the upstream calls a model, where it differs from the unit's pinned name. */
  models?: Record<string, string>;
  simulated?: boolean;
}

/**
 * Anything that speaks OpenAI's wire format, over a bare HTTP client: the SDK costs as much CPU as the rest of the
 * pipe together (`npm run bench -- gateway` measures the pipe), ends a cut stream as if it were whole, and retries on its own.
 */
export function openAiProvider(wire: OpenAiWire): Provider {
  const upstream = openUpstream({
    baseUrl: wire.baseUrl,
    headers: {
      ...(wire.apiKey === null ? {} : { authorization: `Bearer ${wire.apiKey}` }),
      ...wire.headers,
    },
  });
  const nameOf = (model: string) => wire.models?.[model] ?? model;
  return {
    name: wire.name,
    simulated: wire.simulated ?? false,
    async generate(request) {
      const body = JSON.stringify(bodyOf(request, nameOf(request.model)));
      const answer = (await upstream.json('/chat/completions', body, request.signal)) as Completion;
      const choice = answer?.choices?.[0];
      if (!choice) throw new ProviderFailure('provider-error', 'The provider answered without any choice');
      const { message } = choice;
      return {
        text: textOf(message?.content) || textOf(message?.refusal),
        toolCalls: message?.tool_calls?.flatMap(toolCallOf) ?? [],
        refusal: Boolean(message?.refusal),
        model: modelOf(answer, request),
        finishReason: finishOf(choice.finish_reason),
        tokens: tokensOf(answer.usage),
      };
    },
    stream(request) {
      const body = JSON.stringify({
        ...bodyOf(request, nameOf(request.model)),
        stream: true,
        stream_options: { include_usage: true },
      });
      return upstream.events('/chat/completions', body, request.signal, createReader(request));
    },
    async embed({ model, input, dimensions, signal }) {
      const body = JSON.stringify({
        model: nameOf(model),
        input,
        encoding_format: 'float',
        ...(dimensions === null ? {} : { dimensions }),
      });
      const answer = (await upstream.json('/embeddings', body, signal)) as Embeddings;
      const vectors = [...(answer?.data ?? [])]
        .sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
        .map(({ embedding }) => embedding);
      if (vectors.some((vector) => Array.isArray(vector) && !vector.every(Number.isFinite)))
        throw new ProviderFailure(
          'provider-error',
          'The provider sent a vector that holds a number that is none (NaN or infinite)',
        );
      if (vectors.length !== input.length || !vectors.every(isVector))
        throw new ProviderFailure('provider-error', 'The provider did not send one vector for each input');
      return { vectors: vectors as number[][], model: answer.model ?? model, tokens: tokensOf(answer.usage) };
    },
  };
}

const isVector = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every(Number.isFinite);

interface Usage {
  prompt_tokens?: number;
  completion_tokens?: number;
  prompt_tokens_details?: { cached_tokens?: number } | null;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}

interface WireToolCall {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

interface Completion {
  model?: string;
  usage?: Usage | null;
  choices?: {
    message?: { content?: unknown; refusal?: unknown; tool_calls?: WireToolCall[] };
    finish_reason?: string | null;
  }[];
}

interface Chunk {
  model?: string;
  usage?: Usage | null;
  error?: { code?: unknown; type?: unknown };
  choices?: {
    delta?: {
      content?: unknown;
      refusal?: unknown;
      reasoning?: unknown;
      reasoning_content?: unknown;
      tool_calls?: WireToolCall[];
    };
    finish_reason?: string | null;
  }[];
}

interface Embeddings {
  model?: string;
  usage?: Usage;
  data?: { index?: number; embedding?: unknown }[];
}

/** Turns the text of a stream into events; what one network read brings of the answer's text is one event. */
function createReader(request: ProviderRequest) {
  let model = request.model;
  let finishReason: FinishReason | null = null;
  let tokens: Tokens | null = null;
  let refusal = false;
  let isDone = false;
  let events: ProviderEvent[] = [];

  const add = (text: string) => {
    const last = events.at(-1);
    if (last?.type === 'text') last.text += text;
    else events.push({ type: 'text', text });
  };
  const shape = createShape(add);
  const take = (data: string) => {
    if (isDone) return;
    if (data === '[DONE]') {
      isDone = true;
      return;
    }
    const chunk = JSON.parse(data) as Chunk;
    if (chunk.error) throw reported(chunk.error);
    if (chunk.model) model = chunk.model;
    if (chunk.usage) tokens = tokensOf(chunk.usage);
    const choice = chunk.choices?.[0];
    // Once an answer has been called finished, nothing can be added to it.
    if (!choice || finishReason !== null) return;
    const { delta } = choice;
    const refused = textOf(delta?.refusal);
    const text = textOf(delta?.content) || refused;
    if (refused) refusal = true;
    if (text) {
      add(text);
      if (!refused && !choice.finish_reason && !chunk.usage) shape.learn(data, text);
    } else if (delta?.tool_calls?.length)
      events.push({ type: 'tool-calls', pieces: delta.tool_calls.map(pieceOf) });
    else if (delta?.reasoning || delta?.reasoning_content) events.push({ type: 'progress' });
    finishReason = finishOf(choice.finish_reason);
    if (finishReason !== null) shape.forget();
  };
  const reader = createEventReader(take, shape);
  return {
    read(text: string): ProviderEvent[] {
      events = [];
      reader.feed(text);
      return events;
    },
    done: () => isDone,
    end: (): ProviderEvent => ({ type: 'end', answer: { model, finishReason, tokens, refusal } }),
  };
}

/** An error inside a stream that began with 200. */
function reported({ code, type }: { code?: unknown; type?: unknown }): ProviderFailure {
  const word = String(code ?? type ?? '').toLowerCase();
  return /rate|429/.test(word)
    ? new ProviderFailure('rate-limited', 'The provider reported a rate limit inside its answer', {
        transient: true,
      })
    : new ProviderFailure('provider-error', 'The provider reported an error inside its answer', {
        transient: true,
      });
}

function bodyOf({ messages, parameters, tools, toolChoice, responseSchema }: ProviderRequest, model: string) {
  return {
    model,
    messages: messages.map(messageOf),
    ...(parameters.temperature === undefined ? {} : { temperature: parameters.temperature }),
    ...(parameters.topP === undefined ? {} : { top_p: parameters.topP }),
    ...(parameters.maxOutputTokens === undefined
      ? {}
      : { max_completion_tokens: parameters.maxOutputTokens }),
    ...(parameters.seed === undefined ? {} : { seed: parameters.seed }),
    ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
    ...(toolChoice === null || tools.length === 0
      ? {}
      : {
          tool_choice:
            typeof toolChoice === 'string'
              ? toolChoice
              : { type: 'function', function: { name: toolChoice.name } },
        }),
    ...(responseSchema === null
      ? {}
      : { response_format: { type: 'json_schema', json_schema: { ...responseSchema, strict: true } } }),
  };
}

function messageOf(message: ProviderRequest['messages'][number]) {
  switch (message.role) {
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.content,
        ...(message.toolCalls
          ? {
              tool_calls: message.toolCalls.map(({ id, name, arguments: text }) => ({
                id,
                type: 'function',
                function: { name, arguments: text },
              })),
            }
          : {}),
      };
    case 'user':
      return { role: 'user', content: contentOf(message.content) };
    case 'system':
      return message;
  }
}

const contentOf = (content: Content) =>
  typeof content === 'string'
    ? content
    : content.map((part) =>
        part.type === 'text'
          ? part
          : {
              type: 'image_url',
              image_url: { url: part.url, ...(part.detail ? { detail: part.detail } : {}) },
            },
      );

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const modelOf = (answer: Completion, { model }: ProviderRequest): string => answer.model ?? model;

function toolCallOf({ id, function: asked }: WireToolCall): ToolCall[] {
  return id && asked?.name ? [{ id, name: asked.name, arguments: asked.arguments ?? '' }] : [];
}

const pieceOf = ({ index = 0, id, function: asked }: WireToolCall) => ({
  index,
  ...(id === undefined ? {} : { id }),
  ...(asked?.name === undefined ? {} : { name: asked.name }),
  arguments: asked?.arguments ?? '',
});

function finishOf(reason: string | null | undefined): FinishReason | null {
  if (!reason) return null;
  if (reason === 'length') return 'length';
  if (reason === 'tool_calls' || reason === 'function_call') return 'tool-calls';
  return reason === 'content_filter' ? 'content-filter' : 'stop';
}

function tokensOf(usage: Usage | null | undefined): Tokens | null {
  if (!usage || typeof usage.prompt_tokens !== 'number') return null;
  return {
    input: usage.prompt_tokens,
    output: usage.completion_tokens ?? 0,
    cachedInput: usage.prompt_tokens_details?.cached_tokens ?? 0,
    reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}

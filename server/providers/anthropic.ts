import type { FinishReason, Tokens } from '../../shared/model/call.ts';
import type { Content, ToolCall } from '../../shared/model/content.ts';
import { createEventReader } from './events.ts';
import { type Provider, type ProviderEvent, ProviderFailure, type ProviderRequest } from './provider.ts';
import { openUpstream } from './upstream.ts';

export interface AnthropicWire {
  name: string;
  apiKey: string;
  baseUrl: string;
  headers?: Record<string, string>;
  models?: Record<string, string>;
}

const version = '2023-06-01';
/** The wire asks for a limit; a unit's own goes before this one. */
const usualMaxTokens = 4_096;

/** Anthropic's Messages API. Structured output goes through a tool that the model must use: every model can. */
export function anthropicProvider(wire: AnthropicWire): Provider {
  const upstream = openUpstream({
    baseUrl: wire.baseUrl,
    headers: { 'x-api-key': wire.apiKey, 'anthropic-version': version, ...wire.headers },
  });
  const nameOf = (model: string) => wire.models?.[model] ?? model;
  return {
    name: wire.name,
    simulated: false,
    async generate(request) {
      const body = JSON.stringify(bodyOf(request, nameOf(request.model)));
      const answer = (await upstream.json('/messages', body, request.signal)) as Answer;
      if (!Array.isArray(answer?.content))
        throw new ProviderFailure('provider-error', 'The provider answered without any content');
      const text = answer.content
        .flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : []))
        .join('');
      const calls = answer.content.flatMap(toolCallOf);
      const schemaCall =
        request.responseSchema && calls.find(({ name }) => name === request.responseSchema?.name);
      return {
        text: schemaCall ? schemaCall.arguments : text,
        toolCalls: schemaCall ? [] : calls,
        refusal: answer.stop_reason === 'refusal',
        model: answer.model ?? request.model,
        finishReason: schemaCall ? 'stop' : finishOf(answer.stop_reason),
        tokens: tokensOf(answer.usage),
      };
    },
    stream(request) {
      const body = JSON.stringify({ ...bodyOf(request, nameOf(request.model)), stream: true });
      return upstream.events('/messages', body, request.signal, createReader(request));
    },
  };
}

interface Usage {
  input_tokens?: number;
  output_tokens?: number;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
}

interface Block {
  type: string;
  text?: string;
  id?: string;
  name?: string;
  input?: unknown;
}

interface Answer {
  model?: string;
  content?: Block[];
  stop_reason?: string | null;
  usage?: Usage;
}

interface Event {
  type: string;
  index?: number;
  message?: { model?: string; usage?: Usage };
  content_block?: Block;
  delta?: { type?: string; text?: string; partial_json?: string; stop_reason?: string | null };
  usage?: Usage;
  error?: { type?: string };
}

/** Turns the text of a stream into events. */
function createReader(request: ProviderRequest) {
  let model = request.model;
  let stopReason: string | null = null;
  let usage: Usage = {};
  let isDone = false;
  let events: ProviderEvent[] = [];
  /** The wire numbers all blocks; callers are told of tools alone. */
  const tools = new Map<number, number>();
  let schemaBlock: number | null = null;

  const addText = (text: string) => {
    const last = events.at(-1);
    if (last?.type === 'text') last.text += text;
    else if (text !== '') events.push({ type: 'text', text });
  };
  const begin = (index: number, block: Block | undefined) => {
    if (block?.type !== 'tool_use') return;
    if (block.name === request.responseSchema?.name) {
      schemaBlock = index;
      return;
    }
    const number = tools.size;
    tools.set(index, number);
    events.push({
      type: 'tool-calls',
      pieces: [{ index: number, id: block.id ?? '', name: block.name ?? '', arguments: '' }],
    });
  };
  const add = (index: number, delta: Event['delta']) => {
    if (delta?.type === 'text_delta') addText(delta.text ?? '');
    else if (delta?.type === 'input_json_delta' && index === schemaBlock) addText(delta.partial_json ?? '');
    else if (delta?.type === 'input_json_delta')
      events.push({
        type: 'tool-calls',
        pieces: [{ index: tools.get(index) ?? 0, arguments: delta.partial_json ?? '' }],
      });
    else events.push({ type: 'progress' });
  };
  const reader = createEventReader((data) => {
    if (isDone) return;
    const event = JSON.parse(data) as Event;
    switch (event.type) {
      case 'message_start':
        model = event.message?.model ?? model;
        usage = { ...event.message?.usage };
        break;
      case 'content_block_start':
        begin(event.index ?? 0, event.content_block);
        break;
      case 'content_block_delta':
        add(event.index ?? 0, event.delta);
        break;
      case 'message_delta':
        stopReason = event.delta?.stop_reason ?? stopReason;
        usage = { ...usage, ...event.usage };
        break;
      case 'message_stop':
        isDone = true;
        break;
      case 'error': {
        const failure = event.error?.type === 'rate_limit_error' ? 'rate-limited' : 'provider-error';
        throw new ProviderFailure(failure, 'The provider reported an error inside its answer', {
          transient: true,
        });
      }
    }
  });
  return {
    read(text: string): ProviderEvent[] {
      events = [];
      reader.feed(text);
      return events;
    },
    done: () => isDone,
    end: (): ProviderEvent => ({
      type: 'end',
      answer: {
        model,
        finishReason: schemaBlock !== null && stopReason === 'tool_use' ? 'stop' : finishOf(stopReason),
        tokens: tokensOf(usage),
        refusal: stopReason === 'refusal',
      },
    }),
  };
}

function bodyOf(request: ProviderRequest, model: string) {
  const { messages, parameters, responseSchema, toolChoice } = request;
  const system = messages.flatMap((message) => (message.role === 'system' ? [message.content] : []));
  const tools = [
    ...request.tools.map(({ name, description, parameters: schema }) => ({
      name,
      ...(description === undefined ? {} : { description }),
      input_schema: schema,
    })),
    ...(responseSchema ? [{ name: responseSchema.name, input_schema: responseSchema.schema }] : []),
  ];
  return {
    model,
    max_tokens: parameters.maxOutputTokens ?? usualMaxTokens,
    ...(system.length === 0 ? {} : { system: system.join('\n\n') }),
    messages: messages.flatMap(messageOf),
    ...(parameters.temperature === undefined ? {} : { temperature: Math.min(1, parameters.temperature) }),
    ...(parameters.topP === undefined ? {} : { top_p: parameters.topP }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(responseSchema && request.tools.length === 0
      ? { tool_choice: { type: 'tool', name: responseSchema.name } }
      : toolChoice === null || tools.length === 0
        ? {}
        : { tool_choice: choiceOf(toolChoice) }),
  };
}

function choiceOf(choice: NonNullable<ProviderRequest['toolChoice']>) {
  if (typeof choice !== 'string') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

function messageOf(message: ProviderRequest['messages'][number]): object[] {
  switch (message.role) {
    case 'system':
      return [];
    case 'user':
      return [{ role: 'user', content: contentOf(message.content) }];
    case 'tool':
      return [
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: message.toolCallId, content: message.content }],
        },
      ];
    case 'assistant': {
      if (!message.toolCalls) return [{ role: 'assistant', content: message.content }];
      const text = message.content === '' ? [] : [{ type: 'text', text: message.content }];
      const uses = message.toolCalls.map(({ id, name, arguments: given }) => ({
        type: 'tool_use',
        id,
        name,
        input: objectOf(given),
      }));
      return [{ role: 'assistant', content: [...text, ...uses] }];
    }
  }
}

function objectOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const contentOf = (content: Content) =>
  typeof content === 'string'
    ? content
    : content.map((part) => (part.type === 'text' ? part : { type: 'image', source: sourceOf(part.url) }));

/** A data URL is sent as its bytes, an address as an address. */
function sourceOf(url: string) {
  const data = /^data:(image\/[a-z]+);base64,(.*)$/s.exec(url);
  return data ? { type: 'base64', media_type: data[1], data: data[2] } : { type: 'url', url };
}

const toolCallOf = ({ type, id, name, input }: Block): ToolCall[] =>
  type === 'tool_use' && id && name ? [{ id, name, arguments: JSON.stringify(input ?? {}) }] : [];

function finishOf(reason: string | null | undefined): FinishReason | null {
  if (!reason) return null;
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length';
  if (reason === 'tool_use') return 'tool-calls';
  return reason === 'refusal' ? 'content-filter' : 'stop';
}

/** The wire counts cached input apart; ours is the whole, and the cached part of it. */
function tokensOf(usage: Usage | undefined): Tokens | null {
  if (typeof usage?.input_tokens !== 'number') return null;
  const cachedInput = usage.cache_read_input_tokens ?? 0;
  return {
    input: usage.input_tokens + cachedInput + (usage.cache_creation_input_tokens ?? 0),
    output: usage.output_tokens ?? 0,
    cachedInput,
    reasoning: 0,
  };
}

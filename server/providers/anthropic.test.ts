import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Behaviour,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { anthropicProvider } from './anthropic.ts';
import type { ProviderEvent, ProviderRequest } from './provider.ts';

let upstream: MisbehavingUpstream;
beforeAll(async () => {
  upstream = await startMisbehavingUpstream();
});
afterAll(() => upstream.close());

const provider = () => anthropicProvider({ name: 'anthropic', apiKey: 'key', baseUrl: upstream.url });
const request = (changes: Partial<ProviderRequest> = {}): ProviderRequest => ({
  model: 'claude-test-20260101',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
  ],
  parameters: {},
  tools: [],
  toolChoice: null,
  responseSchema: null,
  signal: new AbortController().signal,
  ...changes,
});
const usage = {
  input_tokens: 10,
  output_tokens: 5,
  cache_read_input_tokens: 30,
  cache_creation_input_tokens: 2,
};
const answers =
  (content: object[], stop = 'end_turn'): Behaviour =>
  (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(
        JSON.stringify({ type: 'message', model: 'claude-test-20260101', content, stop_reason: stop, usage }),
      );
const streams =
  (events: object[]): Behaviour =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events)
      response.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  };
const started = { type: 'message_start', message: { model: 'claude-test-20260101', usage } };
const ended = (stop: string) => [
  { type: 'message_delta', delta: { stop_reason: stop }, usage: { output_tokens: 7 } },
  { type: 'message_stop' },
];
const block = (index: number, content_block: object) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, piece: object) => ({ type: 'content_block_delta', index, delta: piece });
const sent = () => JSON.parse(upstream.last()?.body ?? '{}');

async function collect(changes: Partial<ProviderRequest> = {}): Promise<ProviderEvent[]> {
  const all: ProviderEvent[] = [];
  for await (const events of provider().stream(request(changes))) all.push(...events);
  return all;
}

describe('an answer in one piece', () => {
  it('counts the cached part of its input once', async () => {
    let headers: Record<string, unknown> = {};
    upstream.behave((asked, response, body) => {
      headers = asked.headers;
      answers([
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'lo' },
      ])(asked, response, body);
    });
    expect(await provider().generate(request({ parameters: { maxOutputTokens: 50 } }))).toEqual({
      text: 'Hello',
      toolCalls: [],
      refusal: false,
      model: 'claude-test-20260101',
      finishReason: 'stop',
      tokens: { input: 42, output: 5, cachedInput: 30, reasoning: 0 },
    });
    expect(headers).toMatchObject({ 'x-api-key': 'key', 'anthropic-version': '2023-06-01' });
    expect(sent()).toMatchObject({
      system: 'Be brief.',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'Hi' }],
    });
  });

  it.each([
    ['max_tokens', 'length'],
    ['stop_sequence', 'stop'],
    ['refusal', 'content-filter'],
  ])('that stopped by %s finished by %s', async (stop, finishReason) => {
    upstream.behave(answers([{ type: 'text', text: 'x' }], stop));
    expect(await provider().generate(request())).toMatchObject({ finishReason, refusal: stop === 'refusal' });
  });

  it('asks for tools', async () => {
    upstream.behave(
      answers([{ type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Bern' } }], 'tool_use'),
    );
    const tools = [{ name: 'weather', parameters: { type: 'object' as const } }];
    const answer = await provider().generate(request({ tools, toolChoice: 'required' }));
    expect(answer).toMatchObject({
      text: '',
      toolCalls: [{ id: 't1', name: 'weather', arguments: '{"city":"Bern"}' }],
      finishReason: 'tool-calls',
    });
    expect(sent()).toMatchObject({
      tools: [{ name: 'weather', input_schema: { type: 'object' } }],
      tool_choice: { type: 'any' },
    });
  });

  it('is structured by a tool that it must use, and is then plain text', async () => {
    upstream.behave(
      answers([{ type: 'tool_use', id: 't1', name: 'paint', input: { colour: 'green' } }], 'tool_use'),
    );
    const responseSchema = { name: 'paint', schema: { type: 'object' as const } };
    expect(await provider().generate(request({ responseSchema }))).toMatchObject({
      text: '{"colour":"green"}',
      toolCalls: [],
      finishReason: 'stop',
    });
    expect(sent().tool_choice).toEqual({ type: 'tool', name: 'paint' });
  });
});

describe('what the caller sent', () => {
  it('reaches the model in its own shapes: images, tools asked for, their answers', async () => {
    upstream.behave(answers([{ type: 'text', text: 'x' }]));
    await provider().generate(
      request({
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image', url: 'data:image/png;base64,AAAA' },
              { type: 'image', url: 'https://example.com/a.png' },
            ],
          },
          {
            role: 'assistant',
            content: 'Let me see.',
            toolCalls: [{ id: 't1', name: 'look', arguments: '{"at":1}' }],
          },
          { role: 'tool', toolCallId: 't1', content: 'A cat' },
        ],
      }),
    );
    expect(sent().messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', id: 't1', name: 'look', input: { at: 1 } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'A cat' }] },
    ]);
  });
});

describe('a stream', () => {
  it('brings text, thinking as progress, and its usage at the end', async () => {
    upstream.behave(
      streams([
        started,
        { type: 'ping' },
        block(0, { type: 'thinking' }),
        delta(0, { type: 'thinking_delta', thinking: 'hm' }),
        block(1, { type: 'text', text: '' }),
        delta(1, { type: 'text_delta', text: 'Hel' }),
        delta(1, { type: 'text_delta', text: 'lo' }),
        ...ended('end_turn'),
      ]),
    );
    const events = await collect();
    const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
    expect(text).toBe('Hello');
    expect(events[0]).toEqual({ type: 'progress' });
    expect(events.at(-1)).toEqual({
      type: 'end',
      answer: {
        model: 'claude-test-20260101',
        finishReason: 'stop',
        tokens: { input: 42, output: 7, cachedInput: 30, reasoning: 0 },
        refusal: false,
      },
    });
  });

  it('brings tools piece by piece, numbered without the blocks between', async () => {
    upstream.behave(
      streams([
        started,
        block(0, { type: 'text', text: '' }),
        delta(0, { type: 'text_delta', text: 'Let me see. ' }),
        block(1, { type: 'tool_use', id: 't1', name: 'weather' }),
        delta(1, { type: 'input_json_delta', partial_json: '{"city":' }),
        delta(1, { type: 'input_json_delta', partial_json: '"Bern"}' }),
        ...ended('tool_use'),
      ]),
    );
    const events = await collect({ tools: [{ name: 'weather', parameters: { type: 'object' } }] });
    const pieces = events.flatMap((event) => (event.type === 'tool-calls' ? event.pieces : []));
    expect(pieces[0]).toEqual({ index: 0, id: 't1', name: 'weather', arguments: '' });
    expect(pieces.map((piece) => piece.arguments).join('')).toBe('{"city":"Bern"}');
    expect(events.at(-1)).toMatchObject({ answer: { finishReason: 'tool-calls' } });
  });

  it('of a structured answer brings the document as text', async () => {
    upstream.behave(
      streams([
        started,
        block(0, { type: 'tool_use', id: 't1', name: 'paint' }),
        delta(0, { type: 'input_json_delta', partial_json: '{"colour":"green"}' }),
        ...ended('tool_use'),
      ]),
    );
    const events = await collect({ responseSchema: { name: 'paint', schema: { type: 'object' } } });
    expect(events[0]).toEqual({ type: 'text', text: '{"colour":"green"}' });
    expect(events.at(-1)).toMatchObject({ answer: { finishReason: 'stop' } });
  });

  it('that ends without its stop reason is not whole', async () => {
    upstream.behave(
      streams([started, block(0, { type: 'text' }), delta(0, { type: 'text_delta', text: 'Half' })]),
    );
    expect((await collect()).at(-1)).toMatchObject({ answer: { finishReason: null } });
  });

  it('that reports an error raises it, without the provider’s own words', async () => {
    upstream.behave(
      streams([started, { type: 'error', error: { type: 'overloaded_error', message: 'sk-secret' } }]),
    );
    const failing = collect();
    await expect(failing).rejects.toMatchObject({ failure: 'provider-error', transient: true });
    await expect(failing).rejects.not.toThrow('sk-secret');
  });
});

import type { AddressInfo } from 'node:net';
import OpenAI, { APIError } from 'openai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSimulator } from './app.ts';
import type { SimulatedCall } from './chatCompletions.ts';
import { REFUSAL } from './complete.ts';
import type { DialsPatch } from './models.ts';

const CONCISE = 'sim-concise-2026-06-01';
const PROMPT: OpenAI.ChatCompletionMessageParam[] = [
  {
    role: 'system',
    content: 'Answer from the handbook.\n<handbook>\nRefunds take five working days.\n</handbook>',
  },
  { role: 'user', content: 'How long do refunds take?' },
];
const ANSWER = 'Refunds take five working days.';

let calls: SimulatedCall[];
let server: ReturnType<typeof createSimulator>;
let origin: string;
let openai: OpenAI;

beforeEach(async () => {
  calls = [];
  server = createSimulator({ record: (call) => calls.push(call) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  openai = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1`, maxRetries: 0 });
  await turn({ latencyMs: { median: 1, spread: 0 }, perTokenMs: 0 });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function turn(dials: DialsPatch | Record<string, unknown>): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${origin}/dials/${CONCISE}`, { method: 'PUT', headers, body: JSON.stringify(dials) });
}

function create(options: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) {
  return openai.chat.completions.create({ model: CONCISE, messages: PROMPT, ...options });
}

async function failureOf(call: PromiseLike<unknown>): Promise<APIError> {
  const thrown = await Promise.resolve(call).catch((error: unknown) => error);
  if (!(thrown instanceof APIError)) throw new Error(`expected an API error, got ${JSON.stringify(thrown)}`);
  return thrown;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('unary completions', () => {
  it('answer with usage that adds up', async () => {
    const { data, response } = await create().withResponse();
    expect(data.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { role: 'assistant', content: ANSWER },
    });
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: CONCISE,
      system_fingerprint: 'simulator',
    });
    expect(data.usage).toMatchObject({ completion_tokens: 7, prompt_tokens_details: { cached_tokens: 0 } });
    expect(data.usage?.total_tokens).toBe((data.usage?.prompt_tokens ?? 0) + 7);
    expect(response.headers.get('x-simulator')).toBe('true');
    expect(calls).toEqual([{ model: CONCISE, outcome: 'answered', deltas: 0 }]);
  });

  it('stop at max_tokens and max_completion_tokens', async () => {
    for (const limit of [{ max_tokens: 4 }, { max_completion_tokens: 4 }]) {
      const { choices, usage } = await create(limit);
      expect(choices[0]).toMatchObject({
        finish_reason: 'length',
        message: { content: 'Refunds take five' },
      });
      expect(usage?.completion_tokens).toBe(4);
    }
  });

  it('report reasoning tokens and count them against the limit', async () => {
    await turn({ reasoningTokens: 40 });
    const whole = await create();
    expect(whole.usage).toMatchObject({
      completion_tokens: 47,
      completion_tokens_details: { reasoning_tokens: 40 },
    });
    const cut = await create({ max_completion_tokens: 40 });
    expect(cut.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } });
  });

  it('fill a JSON schema, or give an object when only JSON is asked for', async () => {
    const schema = {
      type: 'object',
      required: ['answer', 'score', 'sure', 'sources', 'verdict', 'inner'],
      properties: {
        answer: { type: 'string' },
        score: { type: 'number' },
        sure: { type: 'boolean' },
        sources: { type: 'array', items: { type: 'string' } },
        verdict: { enum: ['pass', 'fail'] },
        inner: { $ref: '#/$defs/inner' },
        optional: { type: 'string' },
      },
      $defs: {
        inner: { type: 'object', required: ['note'], properties: { note: { type: ['string', 'null'] } } },
      },
    };
    const structured = await create({
      response_format: { type: 'json_schema', json_schema: { name: 'reply', schema } },
    });
    expect(JSON.parse(structured.choices[0]?.message.content ?? '')).toEqual({
      answer: ANSWER,
      score: 0,
      sure: false,
      sources: [],
      verdict: 'pass',
      inner: { note: ANSWER },
    });
    const plain = await create({ response_format: { type: 'json_object' } });
    expect(plain.choices[0]?.message.content).toBe(JSON.stringify({ answer: ANSWER }));
  });

  it('count a prompt that spells out special tokens or one very long word', async () => {
    const content = `<|endoftext|> ${'x'.repeat(100_000)}`;
    const { usage } = await create({ messages: [{ role: 'user', content }] });
    expect(usage?.prompt_tokens).toBeGreaterThan(10_000);
  });
});

describe('streams', () => {
  it('send the role, words, a finish reason and the usage, in that order', async () => {
    const stream = await openai.chat.completions.create({
      model: CONCISE,
      messages: PROMPT,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant', content: '' });
    const words = chunks.slice(1, -2).map((chunk) => chunk.choices[0]?.delta.content);
    expect(words.length).toBeGreaterThan(3);
    expect(words.join('')).toBe(ANSWER);
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 7 } });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    expect(calls).toEqual([{ model: CONCISE, outcome: 'answered', deltas: words.length }]);
  });

  it('end with [DONE] and say nothing of usage unless asked', async () => {
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: CONCISE, messages: PROMPT, stream: true }),
    });
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(text).not.toContain('usage');
  });

  it('stop the work when the client leaves', async () => {
    await turn({ perTokenMs: 200 });
    const stream = await openai.chat.completions.create({ model: CONCISE, messages: PROMPT, stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    stream.controller.abort();
    await vi.waitFor(() => expect(calls).toMatchObject([{ outcome: 'cancelled' }]), {
      timeout: 150,
      interval: 5,
    });
    expect(calls[0]?.deltas).toBeLessThan(3);
  });

  it('stop before the first token when the client leaves a unary call', async () => {
    await turn({ latencyMs: { median: 5_000 } });
    const leaving = new AbortController();
    const call = openai.chat.completions.create(
      { model: CONCISE, messages: PROMPT },
      { signal: leaving.signal },
    );
    setTimeout(() => leaving.abort(), 100);
    await expect(call).rejects.toThrow();
    await vi.waitFor(() => expect(calls).toMatchObject([{ outcome: 'cancelled' }]), {
      timeout: 500,
      interval: 5,
    });
  });
});

describe('dials', () => {
  it('turn every answer into a refusal, in content or in its own field for structured output', async () => {
    await turn({ refusalRate: 1 });
    expect((await create()).choices[0]?.message).toMatchObject({ content: REFUSAL, refusal: null });
    const structured = await create({ response_format: { type: 'json_object' } });
    expect(structured.choices[0]?.message).toMatchObject({ content: null, refusal: REFUSAL });
    expect(calls.map((call) => call.outcome)).toEqual(['refused', 'refused']);
  });

  it('treat one prompt alike whatever the refusal rate', async () => {
    await turn({ refusalRate: 0.5 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => create()));
    expect(new Set(answers.map((answer) => answer.choices[0]?.message.content)).size).toBe(1);
  });

  it('make calls fail with 500 or 429', async () => {
    await turn({ errorRate: 1 });
    expect(await failureOf(create())).toMatchObject({ status: 500, type: 'server_error' });
    await turn({ errorRate: 0, rateLimitRate: 1 });
    const limited = await failureOf(create());
    expect(limited).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(limited.headers?.get('retry-after')).toBe('1');
    expect(calls.map((call) => call.outcome)).toEqual(['failed', 'limited']);
  });

  it('slow the model down at once and are shown', async () => {
    const response = await turn({ latencyMs: { median: 150 } });
    expect(await response.json()).toMatchObject({
      model: CONCISE,
      dials: { latencyMs: { median: 150, spread: 0 } },
    });
    const started = performance.now();
    await create();
    expect(performance.now() - started).toBeGreaterThan(140);
    const { models } = (await (await fetch(`${origin}/dials`)).json()) as { models: { model: string }[] };
    expect(models.map((entry) => entry.model)).toEqual([CONCISE, 'sim-thorough-2026-09-15']);
  });

  it('refuse values out of range, unknown dials and unknown models', async () => {
    expect((await turn({ errorRate: 2 })).status).toBe(400);
    expect((await turn({ mood: 'good' })).status).toBe(400);
    expect((await fetch(`${origin}/dials/other`, { method: 'PUT' })).status).toBe(404);
  });
});

describe('what else is served', () => {
  it('names the models, its health and itself', async () => {
    const models = await collect(openai.models.list());
    expect(models.map((model) => model.id)).toContain(CONCISE);
    expect(await (await fetch(`${origin}/health`)).json()).toEqual({ status: 'ok', simulator: true });
    expect(await (await fetch(origin)).text()).toContain('It is not a language model.');
  });

  it('refuses an unknown model with model_not_found', async () => {
    const error = await failureOf(create({ model: 'gpt-nothing' }));
    expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });

  it.each([
    ['no messages', { model: CONCISE, messages: [] }, 'messages'],
    [
      'a role of its own',
      { model: CONCISE, messages: [{ role: 'wizard', content: 'x' }] },
      'messages[0].role',
    ],
    ['no tokens', { model: CONCISE, messages: PROMPT, max_tokens: 0 }, 'max_tokens'],
    ['stray stream options', { model: CONCISE, messages: PROMPT, stream_options: {} }, 'stream_options'],
    ['not an object', [], null],
  ])('refuses a body with %s', async (_name, body, param) => {
    const error = await failureOf(openai.post('/chat/completions', { body }));
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', param });
  });

  it('refuses a prompt longer than the context', async () => {
    const content = 'refund '.repeat(130_000);
    const error = await failureOf(create({ messages: [{ role: 'user', content }] }));
    expect(error).toMatchObject({ status: 400, code: 'context_length_exceeded' });
  });

  it.each([
    ['broken JSON', '{"model":', 400],
    ['more than 2 MB', JSON.stringify({ text: 'x'.repeat(2_100_000) }), 413],
  ])('refuses %s without a stack trace', async (_name, body, status) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${origin}/v1/chat/completions`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'invalid_request_error' } });
    expect(text).not.toMatch(/ at |node_modules|SyntaxError/);
  });

  it('refuses other paths in the same shape', async () => {
    const response = await fetch(`${origin}/v1/embeddings`, { method: 'POST' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'unknown_url' } });
  });
});

import { request as httpRequest } from 'node:http';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liftOverride, setOverride } from '../overrides/setOverride.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
let openai: OpenAI;
beforeAll(async () => {
  server = await startTestServer();
  openai = new OpenAI({ apiKey: server.key, baseURL: `${server.url}/v1`, maxRetries: 0 });
});
afterAll(() => server.close());

const ask = (content: string) => ({ model: 'docs-answer', messages: [{ role: 'user' as const, content }] });
const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.key}`, ...headers },
  });

describe('the openai SDK, unchanged', () => {
  it('gets an answer, with headers that say what answered', async () => {
    const { data, response } = await openai.chat.completions
      .create({ ...ask('What is an override?'), user: 'ada' })
      .withResponse();
    expect(data.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } });
    expect(data.usage?.total_tokens).toBeGreaterThan(0);
    expect(data.model).toMatch(/^sim-/);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'knowngood-reason': 'SPLIT',
      'knowngood-served-by': 'assigned',
      'knowngood-simulated': 'true',
    });
    expect(headers['knowngood-unit']).toMatch(/^iu_/);
  });

  it('streams the same answer, and its usage when asked', async () => {
    const whole = await openai.chat.completions.create({ ...ask('What is an override?'), user: 'ada' });
    const stream = await openai.chat.completions.create({
      ...ask('What is an override?'),
      user: 'ada',
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage: OpenAI.CompletionUsage | null | undefined;
    let chunks = 0;
    for await (const chunk of stream) {
      chunks++;
      text += chunk.choices[0]?.delta?.content ?? '';
      usage ??= chunk.usage;
    }
    expect(text.trim()).toBe(whole.choices[0]?.message.content);
    expect(chunks).toBeGreaterThan(4);
    expect(usage?.completion_tokens).toBe(whole.usage?.completion_tokens);
  });

  it('lists flags as models', async () => {
    expect((await openai.models.list()).data.map((model) => model.id)).toEqual(['docs-answer']);
  });

  it('raises its own typed errors', async () => {
    await expect(
      openai.chat.completions.create({ ...ask('Hi'), model: 'no-such-flag' }),
    ).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    const stranger = new OpenAI({
      apiKey: `kg_${'0'.repeat(64)}`,
      baseURL: `${server.url}/v1`,
      maxRetries: 0,
    });
    await expect(stranger.chat.completions.create(ask('Hi'))).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
  });
});

describe('the evaluation context', () => {
  it('comes from the header, in which numbers and booleans stay what they are', async () => {
    const response = await post(JSON.stringify(ask('What is a flag?')), {
      'knowngood-context': JSON.stringify({ targetingKey: 'eve', beta: true, tier: 'pro' }),
    });
    expect(response.headers.get('knowngood-reason')).toBe('TARGETING_MATCH');
    expect(response.headers.get('knowngood-variant')).toBe('thorough');
  });

  it('takes the targeting key from `user` where the header has none', async () => {
    const variants = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(async (user) =>
        (await post(JSON.stringify({ ...ask('Hi'), user }))).headers.get('knowngood-variant'),
      ),
    );
    expect(new Set(variants).size).toBe(2);
  });
});

describe('an override', () => {
  it('is obeyed by the next call', async () => {
    const common = {
      environment: 'production',
      target: 'docs-answer',
      author: { kind: 'system' as const, id: 't', name: 't' },
      reason: 'test',
    };
    const { configuration } = server.dependencies;
    await setOverride(configuration, { ...common, mode: 'kill' });
    const killed = await openai.chat.completions.create(ask('Hi'));
    expect(killed.choices[0]?.message.content).toContain('not available right now');
    // Streamed, it is over before its first byte goes out: one write, without chunks on the wire.
    const streamed = await post(JSON.stringify({ ...ask('Hi'), stream: true }));
    const bytes = Buffer.from(await streamed.arrayBuffer());
    expect(streamed.headers.get('content-type')).toContain('text/event-stream');
    expect(streamed.headers.get('content-length')).toBe(String(bytes.length));
    expect(bytes.toString()).toContain('not available right now');
    expect(bytes.toString().endsWith('data: [DONE]\n\n')).toBe(true);
    await liftOverride(configuration, common);
    expect((await openai.chat.completions.create(ask('What is a flag?'))).model).toMatch(/^sim-/);
  });
});

describe('what cannot be used is refused in words', () => {
  const cases: [string, object, RegExp][] = [
    [
      'a system message',
      {
        ...ask('Hi'),
        messages: [
          { role: 'system', content: 'Obey' },
          { role: 'user', content: 'Hi' },
        ],
      },
      /versioned prompt/,
    ],
    [
      'no user message last',
      {
        ...ask('Hi'),
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Ho' },
        ],
      },
      /last message/,
    ],
    ['a tool that is no function', { ...ask('Hi'), tools: [{ type: 'browser' }] }, /Only function tools/],
    ['JSON without a schema', { ...ask('Hi'), response_format: { type: 'json_object' } }, /json_schema/],
    ['several choices', { ...ask('Hi'), n: 2 }, /one choice/],
    [
      'an image',
      {
        ...ask('Hi'),
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }],
      },
      /An image is an https address/,
    ],
    [
      'audio',
      {
        ...ask('Hi'),
        messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'x' } }] }],
      },
      /audio and files cannot be sent/,
    ],
    ['an empty question', ask(''), /input/],
    ['no messages', { model: 'docs-answer', messages: [] }, /messages/],
  ];
  it.each(cases)('%s', async (_what, body, words) => {
    const response = await post(JSON.stringify(body));
    const { error } = (await response.json()) as { error: { message: string; type: string } };
    expect(response.status).toBe(400);
    expect(error.message).toMatch(words);
    expect(error.type).toBe('invalid_request_error');
  });

  it('a body that is not JSON, one that is too large, a context header that is rubbish', async () => {
    expect((await post('{"model":')).status).toBe(400);
    expect((await post(JSON.stringify(ask('x'.repeat(9_000_000))))).status).toBe(413);
    expect((await post(JSON.stringify(ask('Hi')), { 'knowngood-context': '[1' })).status).toBe(400);
    expect((await post(JSON.stringify(ask('Hi')), { 'knowngood-context': '"text"' })).status).toBe(400);
    expect((await post(JSON.stringify(ask('Hi')), { 'knowngood-priority': '11' })).status).toBe(400);
  });
});

describe('a client that leaves in mid-stream', () => {
  it('is recorded as cancelled', async () => {
    const url = new URL(`${server.url}/v1/chat/completions`);
    await new Promise<void>((resolve) => {
      const leaving = httpRequest(
        url,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${server.key}`,
            'knowngood-request-id': 'leaver',
          },
        },
        (response) => {
          response.once('data', () => {
            leaving.destroy();
            resolve();
          });
        },
      );
      leaving.on('error', () => {});
      leaving.end(
        JSON.stringify({
          ...ask('How do I restore an earlier revision, and does it lift an override?'),
          stream: true,
        }),
      );
    });
    await expect
      .poll(
        async () =>
          (
            await server.dependencies.store.telemetry.recentInferences({
              environment: 'production',
              limit: 50,
            })
          ).find((one) => one.inference.id === 'leaver')?.inference.outcome,
        { timeout: 5_000 },
      )
      .toBe('cancelled');
  });
});

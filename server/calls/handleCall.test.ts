import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAiProvider } from '../providers/openai.ts';
import { createPrices } from '../providers/price.ts';
import { callThrough, eventually, flagOf, freshPipe, put, unitOn } from '../testing/callPipe.ts';
import {
  type Behaviour,
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { createLimiters } from './limiter.ts';

let server: TestServer;
let upstream: MisbehavingUpstream;

beforeAll(async () => {
  server = await startTestServer();
  upstream = await startMisbehavingUpstream();
  const known = unitOn(server, 'openai');
  const unknown = unitOn(server, 'openai', { model: 'nobody-knows-2026-01-01' });
  await put(
    server,
    known,
    unknown,
    flagOf(server, 'priced', { candidate: known }),
    flagOf(server, 'unpriced', { candidate: unknown }),
  );
});
afterAll(async () => {
  await upstream.close();
  await server.close();
});

const pipeOf = (behaviour: Behaviour, changes = {}) => {
  upstream.behave(behaviour);
  // The provider is called as the catalogue calls it, so that its prices are found.
  const openai = openAiProvider({ name: 'openai', apiKey: 'k', baseUrl: upstream.url });
  return freshPipe(server, { providers: new Map([['openai', openai]]), ...changes });
};

const usage = {
  prompt_tokens: 1_000,
  completion_tokens: 300,
  prompt_tokens_details: { cached_tokens: 400 },
  completion_tokens_details: { reasoning_tokens: 120 },
};
const tokens = { input: 1_000, output: 300, cachedInput: 400, reasoning: 120 };
const withUsage: Behaviour = (_request, response, { stream }) => {
  const model = 'gpt-4o-2024-08-06';
  if (!stream) {
    const choices = [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }];
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ model, choices, usage }));
    return;
  }
  const chunk = (body: object) => `data: ${JSON.stringify({ model, ...body })}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(chunk({ choices: [{ index: 0, delta: { content: 'Yes.' }, finish_reason: null }] }));
  response.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
  response.end(`${chunk({ choices: [], usage })}data: [DONE]\n\n`);
};

describe('tokens and cost', () => {
  it.each([false, true])(
    'are the provider’s own counts at the catalogue’s prices (streaming: %s)',
    async (stream) => {
      const { pipe, records } = pipeOf(withUsage);
      const { answer } = await callThrough(pipe, { flag: 'priced' }, { stream });
      // US dollars per million: 2.50 for input, 1.25 for cached input, 10 for output; reasoning is output.
      const byHand = (600 * 2.5 + 400 * 1.25 + 300 * 10) / 1e6;
      expect(answer.costUsd).toBeCloseTo(byHand, 12);
      expect(answer).toMatchObject({ tokens, usageSource: 'provider' });
      expect(records[0]).toMatchObject({
        tokens,
        priceSource: 'genai-prices 0.1.8',
        usageSource: 'provider',
      });
    },
  );

  it('of a model that no catalogue knows cost null, never nothing', async () => {
    const { pipe, records } = pipeOf(withUsage);
    const { answer } = await callThrough(pipe, { flag: 'unpriced' });
    expect(answer).toMatchObject({ costUsd: null, tokens });
    expect(records[0]).toMatchObject({ costUsd: null, priceSource: null });
  });

  it('follow prices of one’s own before the catalogue, which the record names', async () => {
    const priceOf = createPrices({
      source: 'contract of March',
      prices: { 'openai/nobody-knows-2026-01-01': { input: 10, cachedInput: 1, output: 20 } },
    });
    const { pipe, records } = pipeOf(withUsage, { priceOf });
    await callThrough(pipe, { flag: 'unpriced' });
    expect(records[0]?.costUsd).toBeCloseTo((600 * 10 + 400 * 1 + 300 * 20) / 1e6, 12);
    expect(records[0]?.priceSource).toBe('contract of March');
  });

  it('are estimated, and marked so, where the provider counts nothing', async () => {
    const silent: Behaviour = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          model: 'm',
          choices: [{ index: 0, message: { content: 'All is well.' }, finish_reason: 'stop' }],
        }),
      );
    const { pipe, records } = pipeOf(silent);
    const { answer } = await callThrough(pipe, { flag: 'priced' });
    expect(answer.tokens?.output).toBe(4);
    expect(records[0]).toMatchObject({ usageSource: 'estimated', priceSource: 'genai-prices 0.1.8' });
    const { input = 0 } = answer.tokens ?? {};
    expect(input).toBeGreaterThan(10);
    expect(answer.costUsd).toBeCloseTo((input * 2.5 + 4 * 10) / 1e6, 12);
    expect(records[0]?.attempts[0]?.costUsd).toBe(answer.costUsd);
    await callThrough(pipe, { flag: 'unpriced' });
    expect(records[1]).toMatchObject({ usageSource: 'estimated', costUsd: null, priceSource: null });
  });

  it.each([
    ['before anything has come', behaviours.silent, false],
    ['in mid-stream', behaviours.oneTokenThenSilence, true],
  ])('of a call that its caller leaves %s are estimated and paid for', async (_when, behaviour, stream) => {
    const { pipe, records } = pipeOf(behaviour);
    const leaving = new AbortController();
    const before = upstream.requests();
    const calling = callThrough(pipe, { flag: 'priced' }, { stream, callerLeft: leaving.signal });
    await eventually(() => upstream.requests() > before);
    await new Promise((resolve) => setTimeout(resolve, 60));
    leaving.abort();
    const { answer } = await calling;
    expect(answer).toMatchObject({ status: 'cancelled', tokens: { output: stream ? 2 : 0 } });
    expect(records[0]).toMatchObject({ outcome: 'cancelled', usageSource: 'estimated' });
    const { input = 0, output = 0 } = answer.tokens ?? {};
    expect(input).toBeGreaterThan(10);
    expect(records[0]?.costUsd).toBeCloseTo((input * 2.5 + output * 10) / 1e6, 12);
  });

  it('of a call that has left before its turn at a busy provider are nothing', async () => {
    const limiters = createLimiters({ concurrency: 0, mostWaiting: 10 });
    const { pipe, records } = pipeOf(behaviours.answers, { limiters });
    const callerLeft = AbortSignal.timeout(50);
    await callThrough(pipe, { flag: 'priced' }, { callerLeft });
    expect(records[0]).toMatchObject({ outcome: 'cancelled', tokens: null, usageSource: null });
  });

  it('of every try are counted, a fallback’s too', async () => {
    const { pipe, records } = pipeOf(behaviours.empty);
    await callThrough(pipe, { flag: 'priced' });
    expect(records[0]).toMatchObject({
      servedBy: 'static',
      attempts: [{ failure: 'empty-output', tokens: { input: 10, output: 5 } }],
    });
    expect(records[0]?.costUsd).toBeCloseTo((10 * 2.5 + 5 * 10) / 1e6, 12);
  });
});

describe('a request that the caller must mend', () => {
  it('names a flag that is not there, and is no call', async () => {
    const { pipe, records } = pipeOf(behaviours.answers);
    await expect(callThrough(pipe, { flag: 'nothing' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no flag "nothing" in production',
    });
    expect(records).toHaveLength(0);
  });

  it('has variables that do not fit, which is recorded as rejected', async () => {
    const { pipe, records } = pipeOf(behaviours.answers);
    const call = callThrough(pipe, { flag: 'priced', input: '' });
    await expect(call).rejects.toMatchObject({ code: 'INVALID' });
    expect(records).toMatchObject([{ outcome: 'rejected', attempts: [] }]);
  });
});

describe('the variant of a user', () => {
  it('is the same call after call', async () => {
    const ask = () =>
      server.service.ai.generate.mutate({
        flag: 'docs-answer',
        input: 'What is a flag?',
        context: { targetingKey: 'sticky' },
      });
    const variants = await Promise.all(Array.from({ length: 5 }, ask));
    expect(new Set(variants.map((answer) => answer.variant)).size).toBe(1);
  });
});

describe('a pinned model that the provider calls otherwise', () => {
  it('is asked for by the provider’s name and recorded by the unit’s', async () => {
    const providers = new Map([
      [
        'openai',
        openAiProvider({
          name: 'openai',
          apiKey: null,
          baseUrl: `${upstream.url}?api-version=2026-01-01`,
          headers: { 'api-key': 'secret' },
          models: { 'gpt-4o-2024-08-06': 'my-deployment' },
        }),
      ],
    ]);
    let url = '';
    let headers: Record<string, unknown> = {};
    const { pipe, records } = pipeOf((request, response, asked) => {
      url = request.url ?? '';
      headers = request.headers;
      behaviours.answers(request, response, asked);
    });
    await callThrough({ ...pipe, providers }, { flag: 'priced' });
    expect(url).toBe('/v1/chat/completions?api-version=2026-01-01');
    expect(headers).toMatchObject({ 'api-key': 'secret' });
    expect(headers).not.toHaveProperty('authorization');
    expect(JSON.parse(upstream.last()?.body ?? '').model).toBe('my-deployment');
    expect(records[0]?.attempts[0]?.provider).toBe('openai');
  });
});

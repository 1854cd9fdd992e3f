import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddingCall } from '../../shared/model/embedding.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Inference } from '../../shared/model/inference.ts';
import { handleEmbeddings } from '../calls/handleEmbeddings.ts';
import { setOverride } from '../overrides/setOverride.ts';
import { openAiProvider } from '../providers/openai.ts';
import { createPrices } from '../providers/price.ts';
import { environment, eventually, flagOf, put, unitOn } from '../testing/callPipe.ts';
import {
  type Behaviour,
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
let upstream: MisbehavingUpstream;
let openai: OpenAI;

/** Vectors that tell which text they came from, sent in another order than they were asked for. */
const embeds: Behaviour = (_request, response, { body }) => {
  const { input } = JSON.parse(body) as { input: string[] };
  const data = input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: [text.length, index, 0.5],
  }));
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      model: 'embed-1',
      data: data.toReversed(),
      usage: { prompt_tokens: 9, total_tokens: 9 },
    }),
  );
};

const embedder = (key: string, model: string): Flag['variants'][number] => ({
  kind: 'embedder',
  key,
  name: key,
  provider: 'bad',
  model,
});
const flag = (key: string, changes: Partial<Flag> = {}): Flag => ({
  ...flagOf(server, key, { candidate: unitOn(server, 'simulator', { model: 'sim-concise-2026-06-01' }) }),
  variants: [
    embedder('old', 'text-embedding-3-small'),
    embedder('new', 'text-embedding-3-large'),
    { kind: 'static', key: 'sorry', name: 'Sorry', text: 'None.' },
  ],
  fallthrough: { kind: 'variant', variant: 'new' },
  knownGood: 'old',
  ...changes,
});

beforeAll(async () => {
  server = await startTestServer();
  upstream = await startMisbehavingUpstream();
  (server.dependencies.pipe.providers as Map<string, unknown>).set(
    'bad',
    openAiProvider({ name: 'bad', apiKey: 'k', baseUrl: upstream.url }),
  );
  await put(server, flag('vectors'), flag('killed'), flag('failing', { deadlineMs: 600 }));
  openai = new OpenAI({ apiKey: server.key, baseURL: `${server.url}/v1`, maxRetries: 0 });
});
afterAll(async () => {
  await upstream.close();
  await server.close();
});
beforeEach(() => upstream.behave(embeds));

const recorded = async (id: string) => {
  const { store } = server.dependencies;
  let found: Awaited<ReturnType<typeof store.telemetry.recentInferences>> = [];
  await expect
    .poll(async () => {
      found = await store.telemetry.recentInferences({ environment, limit: 20 });
      return found.some(({ inference }) => inference.id === id);
    })
    .toBe(true);
  return found.find(({ inference }) => inference.id === id)?.inference;
};

describe('vectors through a flag, by the openai SDK', () => {
  it('come in the order of the texts, and the call is recorded', async () => {
    const { data, response } = await openai.embeddings
      .create({ model: 'vectors', input: ['a', 'bbb'], user: 'ada' })
      .withResponse();
    expect(data.data.map(({ embedding }) => embedding)).toEqual([
      [1, 0, 0.5],
      [3, 1, 0.5],
    ]);
    expect(data.usage).toEqual({ prompt_tokens: 9, total_tokens: 9 });
    expect(response.headers.get('knowngood-variant')).toBe('new');
    expect(JSON.parse(upstream.last()?.body ?? '').model).toBe('text-embedding-3-large');
    const id = response.headers.get('knowngood-request-id') ?? '';
    expect(await recorded(id)).toMatchObject({
      flag: 'vectors',
      variant: 'new',
      outcome: 'ok',
      tokens: { input: 9, output: 0 },
      attempts: [{ outcome: 'ok', provider: 'bad' }],
    });
  });

  it('come as numbers too', async () => {
    const answer = await openai.embeddings.create({
      model: 'vectors',
      input: 'four',
      encoding_format: 'float',
    });
    expect(answer.data[0]?.embedding).toEqual([4, 0, 0.5]);
  });
});

describe('what vectors cost', () => {
  it('is counted by the provider, and estimated where it counts nothing or its caller leaves', async () => {
    const { pipe } = server.dependencies;
    const records: Inference[] = [];
    const priceOf = createPrices({
      source: 's',
      prices: { 'bad/text-embedding-3-large': { input: 2, output: 0 } },
    });
    const own = { ...pipe, priceOf, record: (one: Inference) => records.push(one) };
    const request = EmbeddingCall.parse({ flag: 'vectors', input: ['How much is it?'] });
    const call = (left = new AbortController().signal) =>
      handleEmbeddings(own, { environment, surface: 'openai' }, request, left);
    await call();
    upstream.behave((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ model: 'm', data: [{ index: 0, embedding: [1] }] })),
    );
    await call();
    upstream.behave(behaviours.silent);
    const leaving = new AbortController();
    const before = upstream.requests();
    const calling = call(leaving.signal);
    await eventually(() => upstream.requests() > before);
    leaving.abort();
    await expect(calling).rejects.toThrow('has left');
    expect(records).toMatchObject([
      { outcome: 'ok', tokens: { input: 9 }, usageSource: 'provider', costUsd: 0.000018 },
      { outcome: 'ok', tokens: { input: 5 }, usageSource: 'estimated', costUsd: 0.00001 },
      { outcome: 'cancelled', tokens: { input: 5 }, usageSource: 'estimated', costUsd: 0.00001 },
    ]);
  });
});

describe('an embedder that fails', () => {
  it('is retried, and another never answers in its place', async () => {
    let asked = 0;
    upstream.behave((request, response, body) => {
      asked++;
      (asked === 1 ? behaviours.unavailable : embeds)(request, response, body);
    });
    const answer = await openai.embeddings.create({ model: 'vectors', input: 'x' });
    expect(answer.data).toHaveLength(1);
    expect(asked).toBe(2);
    upstream.behave(behaviours.serverError);
    const before = upstream.requests();
    const failing = openai.embeddings.create({ model: 'vectors', input: 'x' });
    await expect(failing).rejects.toMatchObject({ status: 503 });
    expect(upstream.requests() - before).toBe(3);
    expect(JSON.parse(upstream.last()?.body ?? '').model).toBe('text-embedding-3-large');
  });

  it.each<[string, unknown]>([
    ['fewer vectors than texts', []],
    ['a vector with a hole', [{ index: 0, embedding: [1, null] }]],
    ['no vector at all', [{ index: 0 }]],
  ])('by sending %s is an error', async (_name, data) => {
    upstream.behave((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ model: 'm', data })),
    );
    await expect(openai.embeddings.create({ model: 'vectors', input: 'x' })).rejects.toMatchObject({
      status: 503,
    });
  });

  it('by saying nothing is cut at the deadline', async () => {
    upstream.behave(behaviours.silent);
    await expect(openai.embeddings.create({ model: 'failing', input: 'x' })).rejects.toMatchObject({
      status: 503,
    });
    await eventually(() => upstream.open() === 0);
  });
});

describe('an embedding flag', () => {
  it('obeys known good and kill', async () => {
    const author = { kind: 'system' as const, id: 't', name: 't' };
    const { configuration } = server.dependencies;
    const press = (mode: 'kill' | 'known-good') =>
      setOverride(configuration, { environment, target: 'killed', mode, author, reason: 'test' });
    await press('known-good');
    await openai.embeddings.create({ model: 'killed', input: 'x' });
    expect(JSON.parse(upstream.last()?.body ?? '').model).toBe('text-embedding-3-small');
    await press('kill');
    await expect(openai.embeddings.create({ model: 'killed', input: 'x' })).rejects.toThrow('it is killed');
  });

  it('answers no chat, and a chat flag no vectors', async () => {
    const chat = openai.chat.completions.create({
      model: 'vectors',
      messages: [{ role: 'user', content: 'Hi' }],
    });
    await expect(chat).rejects.toThrow('/v1/embeddings');
    await expect(openai.embeddings.create({ model: 'docs-answer', input: 'x' })).rejects.toMatchObject({
      status: 400,
    });
  });

  it('is refused with text variants beside its embedders', async () => {
    const mixed = flag('mixed');
    const unit = unitOn(server, 'simulator', { model: 'sim-concise-2026-06-01' });
    const variants = [...mixed.variants, { kind: 'unit' as const, key: 'u', name: 'U', unit: unit.id }];
    await expect(put(server, unit, { ...mixed, variants })).rejects.toThrow('not with both');
  });
});

describe('what cannot be embedded', () => {
  it.each<[string, object, RegExp]>([
    ['nothing', { input: [] }, /input/],
    ['an empty text', { input: ['a', ''] }, /input/],
    ['tokens', { input: [1, 2, 3] }, /input/],
    ['half a character', { input: 'a\ud800' }, /half a character/],
  ])('is refused: %s', async (_name, body, words) => {
    const response = await fetch(`${server.url}/v1/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${server.key}` },
      body: JSON.stringify({ model: 'vectors', ...body }),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(words);
  });
});

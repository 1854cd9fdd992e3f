import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Flag } from '../../shared/model/flag.ts';
import { setOverride } from '../overrides/setOverride.ts';
import { openAiProvider } from '../providers/openai.ts';
import { environment, flagOf, put, unitOn } from '../testing/callPipe.ts';
import {
  type Behaviour,
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '../testing/traceCollector.ts';

const author = { kind: 'system' as const, id: 't', name: 't' };
const secretQuestion = 'Where did Ada Lovelace hide the manuscript?';
const secretUser = 'ada@example.com';

let collector: TraceCollector;
let server: TestServer;
let upstream: MisbehavingUpstream;

const answersWithDetails: Behaviour = (_request, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-4o-answered',
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 3 },
      },
      choices: [
        { index: 0, message: { role: 'assistant', content: 'In the attic.' }, finish_reason: 'stop' },
      ],
    }),
  );
const embeds: Behaviour = (_request, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      model: 'embed-1',
      data: [{ index: 0, embedding: [1, 0] }],
      usage: { prompt_tokens: 9 },
    }),
  );

beforeAll(async () => {
  collector = await startTraceCollector();
  upstream = await startMisbehavingUpstream();
  server = await startTestServer({
    traces: {
      url: `${collector.address}/v1/traces`,
      headers: { authorization: 'Bearer of-the-collector' },
      serviceName: 'shop-ai',
      ratio: 1,
    },
  });
  (server.dependencies.pipe.providers as Map<string, unknown>).set(
    'bad',
    openAiProvider({ name: 'bad', apiKey: 'k', baseUrl: upstream.url }),
  );
  const candidate = unitOn(server, 'bad');
  const retrieving = unitOn(server, 'bad', {
    retrieval: { collection: 'docs', k: 2, variable: 'passages' },
  });
  const good = unitOn(server, 'simulator', { model: 'sim-concise-2026-06-01' });
  const vectors: Flag = {
    ...flagOf(server, 'vectors', { candidate }),
    variants: [
      { kind: 'embedder', key: 'new', name: 'New', provider: 'bad', model: 'text-embedding-3-large' },
      { kind: 'static', key: 'sorry', name: 'Sorry', text: 'None.' },
    ],
    fallthrough: { kind: 'variant', variant: 'new' },
    knownGood: 'new',
  };
  await put(
    server,
    candidate,
    retrieving,
    good,
    vectors,
    flagOf(server, 'plain', { candidate }),
    flagOf(server, 'falls-back', { candidate, good }),
    flagOf(server, 'retrieving', { candidate: retrieving }),
    flagOf(server, 'killed', { candidate }),
    flagOf(server, 'spent', { candidate }, { budget: { refuseUsd: 0.000001 } }),
  );
  server.dependencies.pipe.spending.add(environment, 'spent', 1);
  await setOverride(server.dependencies.configuration, {
    environment,
    target: 'killed',
    mode: 'kill',
    author,
    reason: 'test',
  });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
  await collector.close();
});
beforeEach(() => upstream.behave(answersWithDetails));

interface Trace {
  call: CollectedSpan;
  attempts: CollectedSpan[];
}

/** The trace of one request, once the collector has it. A call's own span ends last, and comes last. */
async function traceOf(requestId: string): Promise<Trace> {
  const find = () =>
    collector.spans().find(({ attributes }) => attributes['knowngood.request_id'] === requestId);
  await expect.poll(find, { timeout: 10_000 }).toBeDefined();
  const call = find()!;
  return { call, attempts: collector.spans().filter(({ parentSpanId }) => parentSpanId === call.spanId) };
}

/** Sends a request, and waits until its answer has ended, however it does. */
async function post(path: string, body: object, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await response.text().catch(() => {});
  return response.status;
}

let count = 0;
/** Asks through OpenAI's wire, and answers with the request's id. */
async function ask(model: string, headers: Record<string, string> = {}, more: object = {}): Promise<string> {
  const id = `ask-${++count}`;
  const request = {
    model,
    messages: [{ role: 'user', content: secretQuestion }],
    user: secretUser,
    metadata: { basket: 'secret-basket' },
    ...more,
  };
  await post('/v1/chat/completions', request, { 'knowngood-request-id': id, ...headers });
  return id;
}

/** Asks for vectors, and answers with the request's id. */
async function embed(headers: Record<string, string> = {}): Promise<string> {
  upstream.behave(embeds);
  const id = `embed-${++count}`;
  const request = { model: 'vectors', input: secretQuestion, user: secretUser };
  expect(await post('/v1/embeddings', request, { 'knowngood-request-id': id, ...headers })).toBe(200);
  return id;
}

describe('the trace of a call', () => {
  it('has a span for the call and one for its attempt, under the names of the conventions', async () => {
    const before = Date.now();
    const id = await ask('plain', { 'knowngood-conversation': 'talk-1' });
    const { call, attempts } = await traceOf(id);
    const { revision, flags, prompts } = server.dependencies.configuration.snapshot(environment);
    const [prompt] = [...prompts.values()];
    const unit = (flags.get('plain')!.variants[0] as { unit: string }).unit;
    expect(call).toMatchObject({ name: 'call plain', kind: 2, parentSpanId: undefined, status: 0 });
    expect(call.attributes).toEqual({
      'feature_flag.key': 'plain',
      'feature_flag.result.variant': 'candidate',
      'feature_flag.result.reason': 'default',
      'feature_flag.provider.name': 'knowngood',
      'feature_flag.set.id': environment,
      'feature_flag.version': String(revision),
      'gen_ai.conversation.id': 'talk-1',
      'knowngood.environment': environment,
      'knowngood.revision': revision,
      'knowngood.request_id': id,
      'knowngood.surface': 'openai',
      'knowngood.outcome': 'ok',
      'knowngood.served_by': 'assigned',
      'knowngood.variant': 'candidate',
      'knowngood.unit': unit,
      'knowngood.simulated': false,
    });
    expect(call.events).toEqual([
      {
        name: 'feature_flag.evaluation',
        attributes: Object.fromEntries(
          Object.entries(call.attributes).filter(([name]) => name.startsWith('feature_flag.')),
        ),
      },
    ]);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({
      name: 'chat gpt-4o-2024-08-06',
      kind: 3,
      traceId: call.traceId,
      status: 0,
    });
    expect(attempts[0]?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'bad',
      'gen_ai.request.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.model': 'gpt-4o-answered',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.reasoning.output_tokens': 3,
      'gen_ai.conversation.id': 'talk-1',
      'gen_ai.prompt.name': prompt?.name,
      'knowngood.prompt.version': prompt?.version,
      'knowngood.unit': unit,
      'knowngood.try': 1,
    });
    expect(call.startMs).toBeGreaterThanOrEqual(before);
    expect(call.endMs).toBeLessThanOrEqual(Date.now() + 1);
    expect(attempts[0]?.startMs).toBeGreaterThanOrEqual(call.startMs);
    expect(attempts[0]?.endMs).toBeLessThanOrEqual(call.endMs);
    expect(call.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(call.resource).toMatchObject({
      'service.name': 'shop-ai',
      'service.version': server.dependencies.version,
    });
  });

  it('goes to the collector by its path, with its headers', async () => {
    await traceOf(await ask('plain'));
    expect(collector.requests[0]).toMatchObject({
      path: '/v1/traces',
      headers: { authorization: 'Bearer of-the-collector', 'content-type': 'application/json' },
    });
  });

  it('shows both attempts of a fallback, and why the first failed', async () => {
    upstream.behave(behaviours.refused);
    const { call, attempts } = await traceOf(await ask('falls-back'));
    expect(call.attributes).toMatchObject({
      'feature_flag.result.variant': 'candidate',
      'knowngood.variant': 'good',
      'knowngood.served_by': 'known-good',
      'knowngood.fallback_reason': 'refused-request',
      'knowngood.simulated': true,
    });
    expect(call.status).toBe(0);
    expect(call.attributes).not.toHaveProperty('error.type');
    const [first, second] = attempts.toSorted((a, b) => a.startMs - b.startMs || b.status - a.status);
    expect(attempts).toHaveLength(2);
    expect(first).toMatchObject({ name: 'chat gpt-4o-2024-08-06', status: 2, traceId: call.traceId });
    expect(first?.attributes).toMatchObject({
      'error.type': 'refused-request',
      'gen_ai.provider.name': 'bad',
    });
    expect(first?.attributes).not.toHaveProperty('gen_ai.response.model');
    expect(second).toMatchObject({ name: 'chat sim-concise-2026-06-01', status: 0, traceId: call.traceId });
    expect(second?.attributes).toMatchObject({ 'gen_ai.response.finish_reasons': ['stop'] });
    expect(second?.attributes).not.toHaveProperty('error.type');
  });

  it('of an answer that breaks off is an error, at the call and at the attempt', async () => {
    upstream.behave(behaviours.oneTokenThenReset);
    const { call, attempts } = await traceOf(await ask('plain', {}, { stream: true }));
    expect(call).toMatchObject({ status: 2, attributes: { 'knowngood.outcome': 'incomplete' } });
    expect(attempts[0]).toMatchObject({ status: 2 });
    expect(attempts[0]?.attributes['error.type']).toBe(call.attributes['error.type']);
    expect(call.attributes['error.type']).toMatch(/^(connection|incomplete)$/);
  });

  it('of a stream has the time to its first content', async () => {
    upstream.behave(behaviours.reasonsFirst);
    const { attempts } = await traceOf(await ask('plain', {}, { stream: true }));
    const seconds = Number(attempts[0]?.attributes['gen_ai.response.time_to_first_chunk']);
    expect(attempts[0]?.attributes['gen_ai.request.stream']).toBe(true);
    expect(seconds).toBeGreaterThan(0.1);
    expect(seconds * 1000).toBeLessThanOrEqual(attempts[0]!.endMs - attempts[0]!.startMs + 1);
  });

  it('says which index a retrieving unit searched', async () => {
    const { call } = await traceOf(await ask('retrieving'));
    const { serving } = server.dependencies.retrieval.directory.find(environment, 'docs');
    expect(call.attributes).toMatchObject({
      'knowngood.collection': 'docs',
      'knowngood.index_version': serving,
    });
  });

  it('of a killed flag has no attempt, and of a refused call no error status', async () => {
    const killed = await traceOf(await ask('killed'));
    expect(killed.attempts).toEqual([]);
    expect(killed.call.attributes).toMatchObject({
      'feature_flag.result.reason': 'override',
      'knowngood.served_by': 'static',
      'knowngood.cost_usd': 0,
    });
    const refused = await traceOf(await ask('spent'));
    expect(refused.call).toMatchObject({
      status: 0,
      attributes: { 'error.type': 'rejected', 'knowngood.outcome': 'rejected' },
    });
  });

  it('of a call for vectors names the operation embeddings', async () => {
    const { call, attempts } = await traceOf(await embed());
    expect(call).toMatchObject({ name: 'call vectors', kind: 2 });
    expect(attempts).toMatchObject([
      {
        name: 'embeddings text-embedding-3-large',
        kind: 3,
        attributes: {
          'gen_ai.operation.name': 'embeddings',
          'gen_ai.request.model': 'text-embedding-3-large',
          'gen_ai.response.model': 'embed-1',
          'gen_ai.usage.input_tokens': 9,
        },
      },
    ]);
    expect(attempts[0]?.attributes).not.toHaveProperty('gen_ai.usage.output_tokens');
  });

  it('holds no text, no user and no metadata', async () => {
    await traceOf(await ask('plain'));
    upstream.behave(behaviours.serverError);
    await traceOf(await ask('falls-back'));
    const sent = collector.requests.map(({ body }) => body).join('\n');
    const hash = server.dependencies.pipe.hashUser(environment, secretUser);
    for (const secret of [secretQuestion, 'In the attic', secretUser, hash, 'secret-basket', 'sk-12345'])
      expect(sent).not.toContain(secret);
    expect(sent).toContain('call falls-back');
  });
});

describe("a caller's own trace", () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const spanId = '00f067aa0ba902b7';
  const sampled = `00-${traceId}-${spanId}-01`;

  it('takes in a call on the OpenAI surface', async () => {
    const { call, attempts } = await traceOf(
      await ask('plain', { traceparent: sampled, tracestate: 'vendor=7' }),
    );
    expect(call).toMatchObject({ traceId, parentSpanId: spanId, traceState: 'vendor=7' });
    expect(attempts[0]).toMatchObject({ traceId, parentSpanId: call.spanId });
  });

  it('takes in calls for vectors', async () => {
    const { call } = await traceOf(await embed({ traceparent: sampled }));
    expect(call).toMatchObject({ traceId, parentSpanId: spanId });
  });

  it.each(['ai.generate', 'ai.stream'])('takes in a call by tRPC, %s', async (procedure) => {
    upstream.behave(behaviours.answers);
    const id = `trpc-${procedure}`;
    const headers = {
      traceparent: sampled,
      ...(procedure === 'ai.stream' ? { 'trpc-accept': 'application/jsonl' } : {}),
    };
    const status = await post(`/trpc/${procedure}`, { flag: 'plain', id, input: 'What is a flag?' }, headers);
    expect(status).toBe(200);
    const { call } = await traceOf(id);
    expect(call).toMatchObject({ traceId, parentSpanId: spanId });
    expect(call.attributes['knowngood.surface']).toBe('trpc');
  });

  it('that is not recorded leaves its calls out', async () => {
    const left = await ask('plain', { traceparent: `00-${traceId}-${spanId}-00` });
    await traceOf(await ask('plain'));
    const ids = collector.spans().map(({ attributes }) => attributes['knowngood.request_id']);
    expect(ids).not.toContain(left);
  });

  it('that cannot be read is ignored', async () => {
    const { call } = await traceOf(await ask('plain', { traceparent: `00-${traceId}-${'0'.repeat(16)}-01` }));
    expect(call.parentSpanId).toBeUndefined();
    expect(call.traceId).not.toBe(traceId);
  });
});

import { vi } from 'vitest';
import type { Flag } from '../../shared/model/flag.ts';
import { setOverride } from '../overrides/setOverride.ts';
import { openAiProvider } from '../providers/openai.ts';
import { environment, flagOf, put, unitOn } from './callPipe.ts';
import { type Behaviour, startMisbehavingUpstream } from './misbehavingUpstream.ts';
import { startTestServer } from './startTestServer.ts';
import { type CollectedSpan, startTraceCollector } from './traceCollector.ts';

export const secretQuestion = 'Where did Ada Lovelace hide the manuscript?';
export const secretUser = 'ada@example.com';

/** Counts what of its tokens were cached, and what was reasoning. */
export const answersWithDetails: Behaviour = (_request, response) =>
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

export interface CollectedTrace {
  call: CollectedSpan;
  attempts: CollectedSpan[];
}

/** The real server with traces on, flags of several kinds, an upstream that can be told what to do, and a collector. */
export async function openTraceWorld() {
  const collector = await startTraceCollector();
  const upstream = await startMisbehavingUpstream(answersWithDetails);
  const server = await startTestServer({
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
    author: { kind: 'system', id: 't', name: 't' },
    reason: 'test',
  });

  /** Sends a request, and waits until its answer has ended, however it does. */
  const post = async (path: string, body: object, headers: Record<string, string>): Promise<number> => {
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    await response.text().catch(() => {});
    return response.status;
  };
  let count = 0;
  return {
    collector,
    upstream,
    server,
    post,
    /** Asks through OpenAI's wire, and answers with the request's id. */
    async ask(model: string, headers: Record<string, string> = {}, more: object = {}): Promise<string> {
      const id = `ask-${++count}`;
      const messages = [{ role: 'user', content: secretQuestion }];
      const request = { model, messages, user: secretUser, metadata: { basket: 'secret-basket' }, ...more };
      await post('/v1/chat/completions', request, { 'knowngood-request-id': id, ...headers });
      return id;
    },
    /** Asks for vectors, and answers with the request's id. */
    async embed(headers: Record<string, string> = {}): Promise<string> {
      upstream.behave(embeds);
      const id = `embed-${++count}`;
      const request = { model: 'vectors', input: secretQuestion, user: secretUser };
      await post('/v1/embeddings', request, { 'knowngood-request-id': id, ...headers });
      return id;
    },
    /** The trace of one request, once the collector has it. The attempts of a call come with it. */
    async traceOf(id: string): Promise<CollectedTrace> {
      const call = await vi.waitUntil(
        () => collector.spans().find(({ attributes }) => attributes['knowngood.request_id'] === id),
        { timeout: 10_000 },
      );
      const attempts = collector.spans().filter(({ parentSpanId }) => parentSpanId === call.spanId);
      return { call, attempts };
    },
    async close() {
      await server.close();
      await upstream.close();
      await collector.close();
    },
  };
}

export type TraceWorld = Awaited<ReturnType<typeof openTraceWorld>>;

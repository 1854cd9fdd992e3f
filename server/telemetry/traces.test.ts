import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { environment } from '../testing/callPipe.ts';
import { behaviours } from '../testing/misbehavingUpstream.ts';
import {
  answersWithDetails,
  openTraceWorld,
  secretQuestion,
  secretUser,
  type TraceWorld,
} from '../testing/traceWorld.ts';

let world: TraceWorld;
beforeAll(async () => {
  world = await openTraceWorld();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.behave(answersWithDetails));

describe('the trace of a call', () => {
  it('has a span for the call and one for its attempt, under the names of the conventions', async () => {
    const before = Date.now();
    const id = await world.ask('plain', { 'knowngood-conversation': 'talk-1' });
    const { call, attempts } = await world.traceOf(id);
    const { revision, flags, prompts } = world.server.dependencies.configuration.snapshot(environment);
    const [prompt] = [...prompts.values()];
    const unit = (flags.get('plain')!.variants[0] as { unit: string }).unit;
    expect(call).toMatchObject({ name: 'call plain', kind: 2, parentSpanId: undefined, status: 0 });
    expect(call.attributes).toEqual({
      'feature_flag.key': 'plain',
      'feature_flag.result.variant': 'candidate',
      'feature_flag.result.reason': 'static',
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
      'service.version': world.server.dependencies.version,
    });
  });

  it('goes to the collector by its path, with its headers', async () => {
    await world.traceOf(await world.ask('plain'));
    expect(world.collector.requests[0]).toMatchObject({
      path: '/v1/traces',
      headers: { authorization: 'Bearer of-the-collector', 'content-type': 'application/json' },
    });
  });

  it('shows both attempts of a fallback, and why the first failed', async () => {
    world.upstream.behave(behaviours.refused);
    const { call, attempts } = await world.traceOf(await world.ask('falls-back'));
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
    world.upstream.behave(behaviours.oneTokenThenReset);
    const { call, attempts } = await world.traceOf(await world.ask('plain', {}, { stream: true }));
    expect(call).toMatchObject({ status: 2, attributes: { 'knowngood.outcome': 'incomplete' } });
    expect(attempts[0]).toMatchObject({ status: 2 });
    expect(attempts[0]?.attributes['error.type']).toBe(call.attributes['error.type']);
    expect(call.attributes['error.type']).toMatch(/^(connection|incomplete)$/);
  });

  it('of a stream has the time to its first content', async () => {
    world.upstream.behave(behaviours.reasonsFirst);
    const { attempts } = await world.traceOf(await world.ask('plain', {}, { stream: true }));
    const seconds = Number(attempts[0]?.attributes['gen_ai.response.time_to_first_chunk']);
    expect(attempts[0]?.attributes['gen_ai.request.stream']).toBe(true);
    expect(seconds).toBeGreaterThan(0.1);
    expect(seconds * 1000).toBeLessThanOrEqual(attempts[0]!.endMs - attempts[0]!.startMs + 1);
  });

  it('says which index a retrieving unit searched', async () => {
    const { call } = await world.traceOf(await world.ask('retrieving'));
    const { serving } = world.server.dependencies.retrieval.directory.find(environment, 'docs');
    expect(call.attributes).toMatchObject({
      'knowngood.collection': 'docs',
      'knowngood.index_version': serving,
    });
  });

  it('of a killed flag has no attempt, and of a refused call no error status', async () => {
    const killed = await world.traceOf(await world.ask('killed'));
    expect(killed.attempts).toEqual([]);
    expect(killed.call.attributes).toMatchObject({
      'feature_flag.result.reason': 'override',
      'knowngood.served_by': 'static',
      'knowngood.cost_usd': 0,
    });
    const refused = await world.traceOf(await world.ask('spent'));
    expect(refused.call).toMatchObject({
      status: 0,
      attributes: { 'error.type': 'rejected', 'knowngood.outcome': 'rejected' },
    });
  });

  it('of a call for vectors names the operation embeddings', async () => {
    const { call, attempts } = await world.traceOf(await world.embed());
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
    await world.traceOf(await world.ask('plain'));
    world.upstream.behave(behaviours.serverError);
    await world.traceOf(await world.ask('falls-back'));
    const sent = world.collector.requests.map(({ body }) => body).join('\n');
    const hash = world.server.dependencies.pipe.hashUser(environment, secretUser);
    for (const secret of [secretQuestion, 'In the attic', secretUser, hash, 'secret-basket', 'sk-12345'])
      expect(sent).not.toContain(secret);
    expect(sent).toContain('call falls-back');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { behaviours } from '../testing/misbehavingUpstream.ts';
import { answersWithDetails, openTraceWorld, type TraceWorld } from '../testing/traceWorld.ts';
import { parseTraceparent, traceHeaders } from './tracesParent.ts';

let world: TraceWorld;
beforeAll(async () => {
  world = await openTraceWorld();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.behave(answersWithDetails));

describe("a caller's own trace", () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const spanId = '00f067aa0ba902b7';
  const sampled = `00-${traceId}-${spanId}-01`;

  it('takes in a call on the OpenAI surface', async () => {
    const { call, attempts } = await world.traceOf(
      await world.ask('plain', { traceparent: sampled, tracestate: 'vendor=7' }),
    );
    expect(call).toMatchObject({ traceId, parentSpanId: spanId, traceState: 'vendor=7' });
    expect(attempts[0]).toMatchObject({ traceId, parentSpanId: call.spanId });
  });

  it('takes in calls for vectors', async () => {
    const { call } = await world.traceOf(await world.embed({ traceparent: sampled }));
    expect(call).toMatchObject({ traceId, parentSpanId: spanId });
  });

  it('takes in a call by tRPC', async () => {
    const input = { flag: 'plain', id: 'trpc-1', input: 'What is a flag?' };
    expect(await world.post('/trpc/ai.generate', input, { traceparent: sampled })).toBe(200);
    const { call } = await world.traceOf('trpc-1');
    expect(call).toMatchObject({ traceId, parentSpanId: spanId });
    expect(call.attributes['knowngood.surface']).toBe('trpc');
  });

  it('takes in a stream by tRPC', async () => {
    world.upstream.behave(behaviours.answers);
    const input = { 0: { flag: 'plain', id: 'trpc-2', input: 'What is a flag?' } };
    const headers = { traceparent: sampled, 'trpc-accept': 'application/jsonl' };
    expect(await world.post('/trpc/ai.stream?batch=1', input, headers)).toBe(200);
    const { call, attempts } = await world.traceOf('trpc-2');
    expect(call).toMatchObject({ traceId, parentSpanId: spanId });
    expect(attempts[0]?.attributes['gen_ai.request.stream']).toBe(true);
  });

  it('that is not recorded leaves its calls out', async () => {
    const left = await world.ask('plain', { traceparent: `00-${traceId}-${spanId}-00` });
    await world.traceOf(await world.ask('plain'));
    const ids = world.collector.spans().map(({ attributes }) => attributes['knowngood.request_id']);
    expect(ids).not.toContain(left);
  });

  it('that cannot be read is ignored', async () => {
    const { call } = await world.traceOf(
      await world.ask('plain', { traceparent: `00-${traceId}-${'0'.repeat(16)}-01` }),
    );
    expect(call.parentSpanId).toBeUndefined();
    expect(call.traceId).not.toBe(traceId);
  });
});

describe('a traceparent header', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const span = '00f067aa0ba902b7';

  it.each([
    [`00-${trace}-${span}-01`, true],
    [`00-${trace}-${span}-00`, false],
    // Other flags than the first bit, and what a later version adds, mean nothing here.
    [`00-${trace}-${span}-02`, false],
    [`00-${trace}-${span}-ff`, true],
    [`cc-${trace}-${span}-01-what-the-future-brings`, true],
  ])('%s is read', (header, isSampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId: trace, spanId: span, isSampled });
  });

  it.each([
    '',
    'nonsense',
    `ff-${trace}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${trace}-${span}`,
    `00-${trace.slice(1)}-${span}-01`,
    `00-${trace}-${span}-01, 00-${trace}-${span}-01`,
  ])('"%s" is none', (header) => {
    expect(parseTraceparent(header)).toBeNull();
  });

  it('is left where it stands when it is endless, and so is a tracestate', () => {
    const traceparent = `00-${trace}-${span}-01`;
    expect(traceHeaders({ traceparent, tracestate: 'a=1' })).toEqual({ traceparent, tracestate: 'a=1' });
    expect(traceHeaders({ traceparent, tracestate: `a=${'1'.repeat(600)}` })).toEqual({
      traceparent,
      tracestate: undefined,
    });
    expect(traceHeaders({ traceparent: `cc-${trace}-${span}-01-${'x'.repeat(300)}` })).toBeUndefined();
    expect(traceHeaders({ tracestate: 'a=1' })).toBeUndefined();
  });
});

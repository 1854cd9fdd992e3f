import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Inference } from '../../shared/model/inference.ts';
import { startTestServer } from '../testing/startTestServer.ts';
import { startTraceCollector } from '../testing/traceCollector.ts';
import { openTraces, type TraceOptions } from './traces.ts';
import type { TraceOf } from './tracesCall.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const settings = (url: string, ratio = 1) => ({
  url: `${url}/v1/traces`,
  headers: { authorization: 'Bearer s3cret' },
  serviceName: 'knowngood',
  ratio,
});

async function collectorThat(...answer: Parameters<typeof startTraceCollector>) {
  const collector = await startTraceCollector(...answer);
  closing.push(collector.close);
  return collector;
}

/** An address where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const record = (id: string) =>
  ({
    id,
    environment: 'production',
    at: new Date().toISOString(),
    flag: 'f',
    revision: 1,
    reason: 'STATIC',
    assignedVariant: 'v',
    variant: 'v',
    outcome: 'ok',
    servedBy: 'assigned',
    latencyMs: 1,
    attempts: [],
  }) as unknown as Inference;
const about: TraceOf = { operation: 'chat', parent: undefined };

/** Traces to an address, with a clock that ticks fast, and what the log says of them. */
async function tracesTo(url: string, { ratio = 1, ...limits }: TraceOptions['limits'] & { ratio?: number }) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const traces = await openTraces(settings(url, ratio), {
    version: '1.2.3',
    specificationOf: () => undefined,
    log,
    limits: { everyMs: 5, ...limits },
  });
  return { traces, said: () => lines.join('') };
}

describe('a collector that hangs', () => {
  it('delays neither calls nor the stop of the server', async () => {
    const collector = await collectorThat(() => {});
    const server = await startTestServer({ traces: settings(collector.address) });
    const ask = () => server.service.ai.generate.mutate({ flag: 'docs-answer', input: 'What is a flag?' });
    expect((await ask()).status).toBe('ok');
    await vi.waitUntil(() => collector.requests.length > 0, { timeout: 10_000 });
    // The collector has been asked and never answers: what follows is answered all the same.
    for (let call = 0; call < 5; call++) expect((await ask()).status).toBe('ok');
    await server.close();
    expect(await server.dependencies.metrics.text()).toMatch(/^knowngood_traces_dropped [1-9]/m);
  });
});

describe('a collector that takes nothing', () => {
  it('because it is down costs traces, counted in the metrics and said once, and no call', async () => {
    const url = await nowhere();
    const { traces, said } = await tracesTo(url, { sendMs: 20, closeMs: 50 });
    for (let call = 0; call < 300; call++) traces.record(record(`r-${call}`), about);
    await vi.waitUntil(() => traces.dropped() === 300, { timeout: 10_000 });
    await traces.close();
    expect(said().trim().split('\n')).toHaveLength(1);
    expect(said()).toContain(`traces cannot be sent to ${url}`);
    expect(said()).not.toContain('s3cret');
  });

  it('because it refuses what it is sent is told apart by its status', async () => {
    const collector = await collectorThat(
      (response) => void response.writeHead(401).end('{"what": "s3cret repeated"}'),
    );
    const { traces, said } = await tracesTo(collector.address, {});
    traces.record(record('r-1'), about);
    await vi.waitUntil(() => traces.dropped() === 1, { timeout: 10_000 });
    await traces.close();
    expect(said()).toContain('401');
    expect(said()).not.toContain('s3cret');
  });
});

describe('traces', () => {
  it('that wait are sent when the server stops', async () => {
    const collector = await collectorThat();
    const { traces } = await tracesTo(collector.address, { everyMs: 3_600_000 });
    for (let call = 0; call < 200; call++) traces.record(record(`r-${call}`), about);
    expect(collector.requests).toEqual([]);
    await traces.close();
    expect(collector.spans()).toHaveLength(200);
    expect(traces.dropped()).toBe(0);
  });

  it('are made of the part of the calls that is wanted, and of all whose caller records its own', async () => {
    const collector = await collectorThat();
    const none = await tracesTo(collector.address, { ratio: 0 });
    const parent = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: undefined };
    none.traces.record(record('left-out'), about);
    none.traces.record(record('asked-for'), { operation: 'chat', parent });
    await none.traces.close();
    expect(collector.spans()).toMatchObject([{ attributes: { 'knowngood.request_id': 'asked-for' } }]);
    const half = await tracesTo(collector.address, { ratio: 0.5 });
    for (let call = 0; call < 1_000; call++) half.traces.record(record(`r-${call}`), about);
    await half.traces.close();
    // Far outside this range only once in a billion times: a ratio that is obeyed at all is all that is asked.
    expect(collector.spans().length).toBeGreaterThan(400);
    expect(collector.spans().length).toBeLessThan(600);
    expect(half.traces.dropped() + none.traces.dropped()).toBe(0);
  });
});

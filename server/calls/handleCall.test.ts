import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallRequest } from '../../shared/model/call.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Inference } from '../../shared/model/inference.ts';
import { commit } from '../configuration/commit.ts';
import { openAiProvider } from '../providers/openai.ts';
import { type Behaviour, behaviours, startMisbehavingUpstream } from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { makeUnit } from '../units/makeUnit.ts';
import { handleCall } from './handleCall.ts';
import type { Pipe } from './pipe.ts';

const environment = 'production';
let server: TestServer;
let upstream: Awaited<ReturnType<typeof startMisbehavingUpstream>>;
let pipe: Pipe;
let records: Inference[];

/** A flag whose candidate is the misbehaving upstream; its known good is the simulator, or the same upstream. */
async function setUp() {
  const { configuration } = server.dependencies;
  const snapshot = configuration.snapshot(environment);
  const [prompt] = [...snapshot.prompts.values()];
  const { name, version, contentHash } = prompt!;
  const bad = makeUnit({
    provider: 'bad',
    model: 'gpt-4o-2024-08-06',
    prompt: { name, version, contentHash },
    parameters: {},
  });
  const demo = snapshot.flags.get('docs-answer')!;
  const flag = (key: string, knownGood: string): Flag => ({
    ...demo,
    key,
    variants: [
      ...demo.variants,
      { kind: 'unit', key: 'candidate', name: 'Candidate', unit: bad.id, attemptMs: 300 },
    ],
    rules: [],
    fallthrough: { kind: 'variant', variant: 'candidate' },
    knownGood,
    deadlineMs: 2_000,
  });
  const changes = [
    { kind: 'unit' as const, key: bad.id, body: bad },
    { kind: 'flag' as const, key: 'canary', body: flag('canary', 'concise') },
    { kind: 'flag' as const, key: 'alone', body: flag('alone', 'candidate') },
  ];
  await commit(configuration, {
    environment,
    author: { kind: 'system', id: 't', name: 't' },
    reason: 'test',
    changes,
  });
}

beforeAll(async () => {
  server = await startTestServer();
  upstream = await startMisbehavingUpstream();
  const providers = new Map(server.dependencies.pipe.providers).set(
    'bad',
    openAiProvider({ name: 'bad', apiKey: 'k', baseUrl: upstream.url }),
  );
  pipe = { ...server.dependencies.pipe, providers, record: (inference) => records.push(inference) };
  await setUp();
});
afterAll(async () => {
  await upstream.close();
  await server.close();
});
beforeEach(() => {
  records = [];
});

const request = (flag: string, changes: object = {}) =>
  CallRequest.parse({ flag, input: 'What is a flag?', context: { targetingKey: 'u' }, ...changes });

interface Seen {
  text: string;
  starts: number;
}

async function call(flag: string, options: { stream?: boolean; callerLeft?: AbortSignal } = {}) {
  const seen: Seen = { text: '', starts: 0 };
  const sink = options.stream
    ? {
        start: () => {
          seen.starts++;
        },
        text: (text: string) => {
          seen.text += text;
        },
        toolCalls: () => {},
      }
    : null;
  const startedAt = performance.now();
  const caller = { environment, surface: 'trpc' as const };
  const answer = await handleCall(pipe, caller, request(flag), {
    callerLeft: options.callerLeft ?? new AbortController().signal,
    sink,
  });
  return { answer, seen, took: performance.now() - startedAt, record: records[0]! };
}

const eventually = async (holds: () => boolean) => {
  for (let waited = 0; waited < 2_000 && !holds(); waited += 10)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
};

describe('when the assigned unit fails before any content, known good answers', () => {
  const failures: [string, Behaviour, boolean, string][] = [
    ['says nothing', behaviours.silent, false, 'timeout'],
    ['says nothing, streaming', behaviours.silent, true, 'timeout'],
    ['sends headers and then nothing', behaviours.headersThenSilence, true, 'timeout'],
    ['answers 500', behaviours.serverError, false, 'provider-error'],
    ['answers 500, streaming', behaviours.serverError, true, 'provider-error'],
    ['answers 429', behaviours.rateLimited, false, 'rate-limited'],
    ['answers 400', behaviours.refused, false, 'refused-request'],
    ['answers nothing but white space', behaviours.empty, false, 'empty-output'],
    ['gives no finish reason', behaviours.noFinishReason, false, 'incomplete'],
    ['sends half a JSON document', behaviours.malformed, false, 'provider-error'],
  ];

  it.each(failures)('%s', async (_what, behaviour, stream, failure) => {
    upstream.behave(behaviour);
    const { answer, record, took, seen } = await call('canary', { stream });
    expect(answer).toMatchObject({
      status: 'ok',
      servedBy: 'known-good',
      variant: 'concise',
      assignedVariant: 'candidate',
      fallbackReason: failure,
      simulated: true,
    });
    expect(answer.output.length).toBeGreaterThan(0);
    if (stream) expect(seen).toEqual({ text: answer.output, starts: 1 });
    expect(took).toBeLessThan(2_000);
    expect(record.attempts).toMatchObject([{ outcome: 'failed', failure }, { outcome: 'ok' }]);
    expect(JSON.stringify(record)).not.toContain('sk-12345');
    await eventually(() => upstream.open() === 0);
  });

  it('refuses the connection', async () => {
    const gone = openAiProvider({ name: 'bad', apiKey: 'k', baseUrl: 'http://127.0.0.1:1/v1' });
    const providers = new Map(pipe.providers).set('bad', gone);
    const answer = await handleCall(
      { ...pipe, providers },
      { environment, surface: 'trpc' },
      request('canary'),
      { callerLeft: new AbortController().signal },
    );
    expect(answer).toMatchObject({ servedBy: 'known-good', fallbackReason: 'connection' });
  });
});

describe('when known good itself fails', () => {
  it.each([false, true])(
    'the static answer is served inside the deadline (streaming: %s)',
    async (stream) => {
      upstream.behave(behaviours.silent);
      const before = upstream.requests();
      const { answer, took, seen } = await call('alone', { stream });
      expect(answer).toMatchObject({
        status: 'ok',
        servedBy: 'static',
        variant: 'unavailable',
        fallbackReason: 'timeout',
        model: null,
        costUsd: null,
      });
      expect(answer.output).toContain('not available right now');
      if (stream) expect(seen.text).toBe(answer.output);
      expect(took).toBeLessThan(2_000);
      expect(upstream.requests() - before).toBe(1);
    },
  );
});

describe('a stream that breaks after its first content', () => {
  it.each([
    ['is reset', behaviours.oneTokenThenReset],
    ['ends without a finish reason', behaviours.endsWithoutFinish],
  ])('is incomplete and never patched up from another unit: it %s', async (_what, behaviour) => {
    upstream.behave(behaviour);
    const { answer, seen, record } = await call('canary', { stream: true });
    expect(answer).toMatchObject({ status: 'incomplete', variant: 'candidate', output: 'Half a' });
    expect(seen).toEqual({ text: 'Half a', starts: 1 });
    expect(record.attempts).toHaveLength(1);
  });

  it('is cut at the total deadline when it stalls', async () => {
    upstream.behave(behaviours.oneTokenThenSilence);
    const { answer, took } = await call('canary', { stream: true });
    expect(answer.status).toBe('incomplete');
    expect(took).toBeLessThan(2_600);
    await eventually(() => upstream.open() === 0);
  });
});

describe('when the caller leaves', () => {
  it.each([
    ['before any answer', behaviours.silent, false],
    ['in mid-stream', behaviours.oneTokenThenSilence, true],
  ])('%s, the upstream request ends and the record says cancelled', async (_what, behaviour, stream) => {
    upstream.behave(behaviour);
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 100);
    const { answer, took, record } = await call('canary', { stream, callerLeft: leaving.signal });
    expect(answer.status).toBe('cancelled');
    expect(took).toBeLessThan(280);
    expect(record.attempts).toHaveLength(1);
    await eventually(() => upstream.open() === 0);
  });
});

describe('an answer', () => {
  it('is priced from the provider’s own counts, and an unknown model costs null', async () => {
    upstream.behave(behaviours.answers);
    const { answer, record } = await call('canary');
    expect(answer).toMatchObject({
      output: 'All is well.',
      servedBy: 'assigned',
      fallbackReason: null,
      tokens: { input: 10, output: 5 },
      costUsd: null,
    });
    expect(record).toMatchObject({
      usageSource: 'provider',
      priceSource: null,
      userHash: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    expect(JSON.stringify(record)).not.toContain('What is a flag');
  });

  it('is cut at 50,000 characters', async () => {
    upstream.behave(behaviours.enormous);
    expect((await call('canary')).answer.output).toHaveLength(50_000);
  });

  it('sticks to its user', async () => {
    const variants = await Promise.all(
      Array.from({ length: 5 }, () =>
        server.service.ai.generate.mutate({
          flag: 'docs-answer',
          input: 'What is a flag?',
          context: { targetingKey: 'sticky' },
        }),
      ),
    );
    expect(new Set(variants.map((answer) => answer.variant)).size).toBe(1);
  });
});

describe('a request that the caller must mend', () => {
  it('names a flag that is not there', async () => {
    await expect(call('nothing')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no flag "nothing" in production',
    });
    expect(records).toHaveLength(0);
  });

  it('has variables that do not fit, which is recorded as rejected', async () => {
    const bad = handleCall(pipe, { environment, surface: 'trpc' }, request('canary', { input: '' }), {
      callerLeft: new AbortController().signal,
    });
    await expect(bad).rejects.toMatchObject({ code: 'INVALID' });
    expect(records).toMatchObject([{ outcome: 'rejected', attempts: [] }]);
  });
});

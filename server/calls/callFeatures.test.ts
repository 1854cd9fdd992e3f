import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flag } from '../../shared/model/flag.ts';
import { openAiProvider } from '../providers/openai.ts';
import { callThrough, eventually, flagOf, freshPipe, put, unitOn } from '../testing/callPipe.ts';
import {
  type Behaviour,
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { createLimiters } from './limiter.ts';
import { openSpending } from './spending.ts';

let server: TestServer;
let upstream: MisbehavingUpstream;
let steady: MisbehavingUpstream;

beforeAll(async () => {
  server = await startTestServer();
  upstream = await startMisbehavingUpstream();
  steady = await startMisbehavingUpstream();
});
afterAll(async () => {
  await upstream.close();
  await steady.close();
  await server.close();
});

const pipeOf = (behaviour: Behaviour, changes = {}) => {
  upstream.behave(behaviour);
  const providers = new Map(
    [
      ['bad', upstream.url],
      ['steady', steady.url],
    ].map(([name = '', baseUrl = '']) => [name, openAiProvider({ name, apiKey: 'k', baseUrl })]),
  );
  return freshPipe(server, { providers, ...changes });
};

const watched = { environment: 'production', provider: 'bad', model: 'gpt-4o-2024-08-06' };

let count = 0;
/** Registers a flag of its own and answers its key. */
async function flag(
  changes: Parameters<typeof flagOf>[3] = {},
  unit: Parameters<typeof unitOn>[2] = {},
): Promise<string> {
  const key = `feature-${++count}`;
  const units = { candidate: unitOn(server, 'bad', unit), good: unitOn(server, 'steady') };
  await put(server, units.candidate, units.good, flagOf(server, key, units, changes));
  return key;
}

const sent = () => JSON.parse(upstream.last()?.body ?? '{}');
const answersAfter =
  (ms: number): Behaviour =>
  (request, response, asked) =>
    void setTimeout(() => behaviours.answers(request, response, asked), ms);

describe('the latency guardrail of a unit', () => {
  it.each([false, true])(
    'sends this one request to known good (streaming: %s), and blames nobody',
    async (stream) => {
      const key = await flag({ clocks: { guardrailMs: 80, attemptMs: 1_500 } });
      const { pipe, records } = pipeOf(answersAfter(600));
      const { answer } = await callThrough(pipe, { flag: key }, { stream });
      expect(answer).toMatchObject({
        servedBy: 'known-good',
        fallbackReason: 'latency-guardrail',
        status: 'ok',
      });
      expect(records[0]?.attempts).toMatchObject([{ failure: 'latency-guardrail' }, { outcome: 'ok' }]);
      expect(pipe.breakers.of(watched).counts().failures).toBe(0);
      await eventually(() => upstream.open() === 0);
    },
  );

  it('does not cut a stream that has begun in time', async () => {
    const key = await flag({ clocks: { guardrailMs: 150 } });
    const slow: Behaviour = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const piece = (content: string, finish: string | null) =>
        `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
      response.write(piece('Early, ', null));
      setTimeout(() => response.end(`${piece('and late.', 'stop')}data: [DONE]\n\n`), 400);
    };
    const { answer, seen } = await callThrough(pipeOf(slow).pipe, { flag: key }, { stream: true });
    expect(answer).toMatchObject({ status: 'ok', servedBy: 'assigned' });
    expect(seen.text).toBe('Early, and late.');
  });
});

describe('an open breaker', () => {
  it('sends calls to known good without asking the failing upstream', async () => {
    const key = await flag();
    const { pipe, records } = pipeOf(behaviours.unauthorised);
    for (let call = 0; call < 5; call++) await callThrough(pipe, { flag: key });
    const before = upstream.requests();
    const { answer } = await callThrough(pipe, { flag: key });
    expect(answer).toMatchObject({ servedBy: 'known-good', fallbackReason: 'breaker-open' });
    expect(records.at(-1)?.attempts).toMatchObject([{ failure: 'breaker-open' }, { outcome: 'ok' }]);
    expect(upstream.requests()).toBe(before);
  });
});

describe('a provider that is busy with others', () => {
  it('is not blamed for those who find no place in time', async () => {
    const key = await flag({ deadlineMs: 300, clocks: { attemptMs: 100 } });
    const limiters = createLimiters({ concurrency: 0, mostWaiting: 10 });
    const { pipe, records } = pipeOf(behaviours.answers, { limiters });
    const { answer } = await callThrough(pipe, { flag: key });
    expect(answer).toMatchObject({ servedBy: 'static', fallbackReason: 'overloaded' });
    expect(records[0]?.attempts[0]?.detail).toContain('waiting for a free place');
    expect(pipe.breakers.of(watched).counts().failures).toBe(0);
  });
});

describe('a reader who stops reading', () => {
  it('is cut at the deadline, and the upstream is not blamed', async () => {
    const key = await flag({ deadlineMs: 400, clocks: { betweenTokensMs: 100 } });
    const { pipe, records } = pipeOf(behaviours.slowDrip);
    const sink = { start() {}, text: () => new Promise<void>(() => {}), toolCalls() {} };
    const { handleCall } = await import('./handleCall.ts');
    const { CallRequest } = await import('../../shared/model/call.ts');
    const answer = await handleCall(
      pipe,
      { environment: 'production', surface: 'trpc' },
      CallRequest.parse({ flag: key, input: 'x', context: { targetingKey: 'u' } }),
      { callerLeft: new AbortController().signal, sink },
    );
    expect(answer).toMatchObject({ status: 'incomplete', brokenBy: 'slow-reader' });
    expect(records).toHaveLength(1);
    expect(pipe.breakers.of(watched).counts().failures).toBe(0);
    await eventually(() => upstream.open() === 0);
  });
});

describe('tools', () => {
  const tool = { name: 'weather', description: 'Of a city', parameters: { type: 'object' as const } };
  const asked = [{ id: 'call_1', name: 'weather', arguments: '{"city":"Bern"}' }];

  it.each([false, true])(
    'of the caller are passed on, and what the model asks for comes back (streaming: %s)',
    async (stream) => {
      const key = await flag();
      const { pipe, records } = pipeOf(behaviours.asksForTool);
      const { answer, seen } = await callThrough(
        pipe,
        { flag: key, tools: [tool], toolChoice: 'required' },
        { stream },
      );
      expect(answer).toMatchObject({
        status: 'ok',
        output: '',
        toolCalls: asked,
        finishReason: 'tool-calls',
      });
      expect(records[0]).toMatchObject({ toolCalls: 1, outcome: 'ok' });
      expect(sent()).toMatchObject({
        tools: [{ type: 'function', function: tool }],
        tool_choice: 'required',
      });
      if (stream) expect(seen.pieces.map((piece) => piece.arguments).join('')).toBe('{"city":"Bern"}');
    },
  );

  it('of the unit go before those of the caller', async () => {
    const key = await flag({}, { tools: [{ ...tool, name: 'of_the_unit' }] });
    await callThrough(pipeOf(behaviours.answers).pipe, { flag: key, tools: [tool] });
    expect(sent().tools).toMatchObject([{ function: { name: 'of_the_unit' } }]);
  });

  it('that were asked for earlier, and their answers, reach the model in their places', async () => {
    const key = await flag();
    await callThrough(pipeOf(behaviours.answers).pipe, {
      flag: key,
      following: [
        { role: 'assistant', content: '', toolCalls: asked },
        { role: 'tool', toolCallId: 'call_1', content: 'Rain' },
      ],
    });
    expect(sent().messages.slice(-2)).toEqual([
      {
        role: 'assistant',
        content: '',
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'Rain' },
    ]);
  });
});

describe('images', () => {
  it('go with the input, as the caller sent them', async () => {
    const key = await flag();
    const url = 'data:image/png;base64,AAAA';
    await callThrough(pipeOf(behaviours.answers).pipe, {
      flag: key,
      images: [{ type: 'image', url, detail: 'low' }],
    });
    const last = sent().messages.at(-1);
    expect(last.role).toBe('user');
    expect(last.content.at(-1)).toEqual({ type: 'image_url', image_url: { url, detail: 'low' } });
  });
});

describe('structured output in a stream', () => {
  const responseSchema = {
    name: 'paint',
    schema: { type: 'object' as const, properties: { colour: { type: 'string' } }, required: ['colour'] },
  };

  it('is held back until it has been checked', async () => {
    const key = await flag({}, { responseSchema });
    const { answer, seen } = await callThrough(
      pipeOf(behaviours.notTheSchema).pipe,
      { flag: key },
      { stream: true },
    );
    expect(answer).toMatchObject({ servedBy: 'known-good', fallbackReason: 'invalid-output' });
    expect(seen.text).toBe('All is well.');
    expect(sent().response_format).toMatchObject({ type: 'json_schema', json_schema: { name: 'paint' } });
  });

  it('is passed on at once and reported at its end where the unit says so', async () => {
    const key = await flag({}, { responseSchema, streamedSchema: 'report' });
    const { answer, seen } = await callThrough(
      pipeOf(behaviours.notTheSchema).pipe,
      { flag: key },
      { stream: true },
    );
    expect(seen.text).toBe('{"colour": 7}');
    expect(answer).toMatchObject({ status: 'incomplete', brokenBy: 'invalid-output', servedBy: 'assigned' });
  });
});

describe('variants without a model', () => {
  const responder = {
    rules: [
      {
        id: 'refunds',
        name: 'Refunds',
        when: {
          patterns: [{ variable: 'input', pattern: 'refund', ignoreCase: true }],
          variables: [],
          context: [],
        },
        answer: 'You asked: {{ input }}',
      },
    ],
    defaultAnswer: 'Ask a person.',
  };
  const withVariant = (variant: Flag['variants'][number]): Partial<Flag> => ({
    variants: [
      variant,
      { kind: 'unit', key: 'good', name: 'Good', unit: unitOn(server, 'steady').id },
      { kind: 'static', key: 'sorry', name: 'Sorry', text: 'Sorry.' },
    ],
    fallthrough: { kind: 'variant', variant: variant.key },
    knownGood: 'good',
  });

  it('answer by rules, and the record names the rule', async () => {
    const key = await flag(withVariant({ kind: 'rules', key: 'by-rules', name: 'By rules', responder }));
    const { pipe, records } = pipeOf(behaviours.answers);
    const { answer, seen } = await callThrough(
      pipe,
      { flag: key, input: 'A refund for {{ input }}?' },
      { stream: true },
    );
    expect(answer).toMatchObject({ output: 'You asked: A refund for {{ input }}?', unit: null, costUsd: 0 });
    expect(seen.text).toBe(answer.output);
    await callThrough(pipe, { flag: key, input: 'Hello' });
    expect(records).toMatchObject([
      { variant: 'by-rules', responderRule: 'refunds', servedBy: 'assigned', attempts: [] },
      { variant: 'by-rules', responderRule: null },
    ]);
  });

  it('can be known good', async () => {
    const bad = unitOn(server, 'bad');
    const key = await flag({
      variants: [
        { kind: 'unit', key: 'candidate', name: 'Candidate', unit: bad.id },
        { kind: 'rules', key: 'by-rules', name: 'By rules', responder },
        { kind: 'static', key: 'sorry', name: 'Sorry', text: 'Sorry.' },
      ],
      knownGood: 'by-rules',
    });
    const { answer } = await callThrough(pipeOf(behaviours.unauthorised).pipe, { flag: key });
    expect(answer).toMatchObject({
      output: 'Ask a person.',
      servedBy: 'known-good',
      fallbackReason: 'authentication',
    });
  });

  it('are left to the product’s own function where it has one, and to the fallback where it has none', async () => {
    const key = await flag(withVariant({ kind: 'local', key: 'own', name: 'Own' }));
    const { pipe } = pipeOf(behaviours.answers);
    expect((await callThrough(pipe, { flag: key, answersLocally: true })).answer).toMatchObject({
      servedBy: 'local',
      variant: 'own',
      output: '',
      status: 'ok',
    });
    expect((await callThrough(pipe, { flag: key })).answer).toMatchObject({
      servedBy: 'known-good',
      fallbackReason: 'local-only',
      output: 'All is well.',
    });
  });
});

describe('a flag’s budget of the day', () => {
  const spent = async (usd: number) => {
    const spending = await openSpending({ spentSince: async () => [] }, [], () => new Date());
    for (let flagNumber = 1; flagNumber <= count; flagNumber++)
      spending.add('production', `feature-${flagNumber}`, usd);
    return { spending };
  };
  const budget = { warnUsd: 1, fallBackUsd: 2, fallBackTo: 'good', refuseUsd: 3 };

  it('warns, then falls back to the cheaper variant, then refuses', async () => {
    const key = await flag({ budget });
    const at = async (usd: number) => {
      const { pipe, records } = pipeOf(behaviours.answers, await spent(usd));
      const { answer } = await callThrough(pipe, { flag: key });
      return { answer, record: records[0] };
    };
    expect(await at(0.5)).toMatchObject({ answer: { servedBy: 'assigned' }, record: { budget: null } });
    expect(await at(1)).toMatchObject({ answer: { servedBy: 'assigned' }, record: { budget: 'warn' } });
    expect(await at(2)).toMatchObject({
      answer: {
        servedBy: 'cheaper',
        variant: 'good',
        assignedVariant: 'candidate',
        fallbackReason: 'budget',
      },
      record: { budget: 'fall-back' },
    });
    const { pipe, records } = pipeOf(behaviours.answers, await spent(3));
    await expect(callThrough(pipe, { flag: key })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(records).toMatchObject([{ outcome: 'rejected', budget: 'refuse', costUsd: 0 }]);
  });

  it('is counted from the records of today after a restart, and anew at midnight, UTC', async () => {
    let now = new Date('2026-03-01T23:59:00Z');
    const asked: object[] = [];
    const store = {
      spentSince: async (query: object) => {
        asked.push(query);
        return [{ flag: 'f', costUsd: 4 }];
      },
    };
    const spending = await openSpending(store, ['production'], () => now);
    spending.add('production', 'f', 1.5);
    spending.add('production', 'f', null);
    expect(spending.today('production', 'f')).toBe(5.5);
    expect(asked).toEqual([{ environment: 'production', since: '2026-03-01T00:00:00.000Z' }]);
    now = new Date('2026-03-02T00:00:00Z');
    expect(spending.today('production', 'f')).toBe(0);
  });

  it('outlives a clock that is set back over midnight and forward again', async () => {
    let now = new Date('2026-03-02T00:00:01Z');
    const spending = await openSpending({ spentSince: async () => [] }, [], () => now);
    spending.add('production', 'f', 4);
    now = new Date('2026-03-01T23:59:59Z');
    expect(spending.today('production', 'f')).toBe(0);
    spending.add('production', 'f', 1);
    now = new Date('2026-03-02T00:00:02Z');
    expect(spending.today('production', 'f')).toBe(4);
    now = new Date('2026-03-01T23:59:59Z');
    expect(spending.today('production', 'f')).toBe(1);
  });
});

describe('half a character', () => {
  it.each([
    { following: [{ role: 'tool' as const, toolCallId: 'c', content: 'a\ud800' }] },
    {
      following: [
        { role: 'assistant' as const, content: '', toolCalls: [{ id: 'c', name: 'n', arguments: '\udc00' }] },
      ],
    },
    { system: ['\ud800'] },
  ])('is refused wherever it stands', async (more) => {
    const key = await flag({ allowSystemMessages: true });
    const call = callThrough(pipeOf(behaviours.answers).pipe, { flag: key, ...more });
    await expect(call).rejects.toThrow('half a character');
  });
});

describe('system messages of the caller', () => {
  it('are refused unless the flag allows them, and then follow the prompt’s own', async () => {
    const closed = await flag();
    const { pipe } = pipeOf(behaviours.answers);
    await expect(callThrough(pipe, { flag: closed, system: ['Be brief.'] })).rejects.toMatchObject({
      code: 'INVALID',
    });
    const open = await flag({ allowSystemMessages: true });
    await callThrough(pipe, { flag: open, system: ['Be brief.'] });
    const roles = sent().messages.map((message: { role: string; content: string }) => message.role);
    expect(roles.slice(0, 2)).toEqual(['system', 'system']);
    expect(sent().messages[1].content).toBe('Be brief.');
  });
});

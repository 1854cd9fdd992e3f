import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Unit } from '../../shared/model/unit.ts';
import { projectFolder } from '../buildDependencies.ts';
import { openAiProvider } from '../providers/openai.ts';
import { callThrough, eventually, flagOf, freshPipe, put, unitOn } from '../testing/callPipe.ts';
import { describeFaults } from '../testing/describeFaults.ts';
import { type Fate, type Fault, faults } from '../testing/faultMatrix.ts';
import {
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import type { Pipe } from './pipe.ts';

const deadlineMs = 3_000;
/** The machine may be busy: what is bounded is that nothing waits on and on. */
const graceMs = 3_000;
const clocks = { attemptMs: 700, firstTokenMs: 700, betweenTokensMs: 700 };
const schema = {
  name: 'paint',
  schema: { type: 'object' as const, properties: { colour: { type: 'string' } }, required: ['colour'] },
};

let server: TestServer;
let bad: MisbehavingUpstream;
let steady: MisbehavingUpstream;

beforeAll(async () => {
  server = await startTestServer();
  bad = await startMisbehavingUpstream();
  steady = await startMisbehavingUpstream();
  const units: Unit[] = [
    unitOn(server, 'bad'),
    unitOn(server, 'bad', { responseSchema: schema }),
    unitOn(server, 'steady'),
  ];
  const [plain, structured, good] = units as [Unit, Unit, Unit];
  await put(
    server,
    ...units,
    flagOf(server, 'plain', { candidate: plain, good }, { deadlineMs, clocks }),
    flagOf(server, 'schema', { candidate: structured, good }, { deadlineMs, clocks }),
    flagOf(server, 'plain-alone', { candidate: plain }, { deadlineMs, clocks }),
    flagOf(server, 'schema-alone', { candidate: structured }, { deadlineMs, clocks }),
  );
});
afterAll(async () => {
  await bad.close();
  await steady.close();
  await server.close();
});

function setUp(fault: Fault) {
  if (typeof fault.upstream === 'function') bad.behave(fault.upstream);
  const own = new URL(bad.url).host;
  const baseUrl =
    typeof fault.upstream === 'function' ? bad.url : fault.upstream.url.replace('UPSTREAM', own);
  const provider = (name: string, url: string) => openAiProvider({ name, apiKey: 'k', baseUrl: url });
  return freshPipe(server, {
    providers: new Map([
      ['bad', provider('bad', baseUrl)],
      ['steady', provider('steady', steady.url)],
    ]),
  });
}

const failuresOf = (pipe: Pipe) =>
  pipe.breakers
    .all()
    .filter(({ provider }) => provider === 'bad')
    .reduce((sum, { breaker }) => sum + breaker.counts().failures, 0);

const runs = faults.flatMap((fault) =>
  (['unary', 'stream'] as const).flatMap((mode) => {
    const fate = fault[mode];
    return fate ? [{ name: fault.name, mode, fault, fate }] : [];
  }),
);

describe.each(runs)('an upstream that: $name ($mode)', ({ mode, fault, fate }) => {
  const flag = fault.schema ? 'schema' : 'plain';
  const stream = mode === 'stream';

  it('gets its caller what the table says, inside the deadline, with no socket left open', async () => {
    const { pipe, records } = setUp(fault);
    const { answer, seen, took } = await callThrough(pipe, { flag }, { stream });
    expect(took).toBeLessThan(deadlineMs + graceMs);
    expect(records).toHaveLength(1);
    expect(JSON.stringify({ records, answer })).not.toContain('sk-12345');
    expect(answer).toMatchObject(expectedWithGood(fate));
    if (stream && fate.what !== 'broken') expect(seen).toMatchObject({ text: answer.output });
    if (stream) expect(seen.starts).toHaveLength(1);
    const tried = records[0]?.attempts.filter(({ provider }) => provider === 'bad');
    expect(tried).toHaveLength(fate.tries);
    expect(tried?.map((one) => one.try)).toEqual(tried?.map((_one, index) => index + 1));
    expect(failuresOf(pipe)).toBe(fate.counts ? fate.tries : 0);
    expect(pipe.limiters.load('bad')).toEqual({ active: 0, waiting: 0 });
    await eventually(() => bad.open() === 0 && steady.open() === 0);
  });

  it.runIf(fate.what === 'good')(
    'gets its caller the static answer where known good is that same upstream',
    async () => {
      const { pipe, records } = setUp(fault);
      const { answer, took } = await callThrough(pipe, { flag: `${flag}-alone` }, { stream });
      expect(took).toBeLessThan(deadlineMs + graceMs);
      expect(answer).toMatchObject({
        status: 'ok',
        servedBy: 'static',
        variant: 'sorry',
        output: 'It is not available right now.',
        fallbackReason: fate.reason,
      });
      expect(records).toMatchObject([{ outcome: 'ok', servedBy: 'static', assignedVariant: 'candidate' }]);
      await eventually(() => bad.open() === 0);
    },
  );
});

function expectedWithGood({ what, reason }: Fate) {
  if (what === 'whole')
    return { status: 'ok', servedBy: 'assigned', variant: 'candidate', fallbackReason: null, brokenBy: null };
  if (what === 'broken')
    return {
      status: 'incomplete',
      servedBy: 'assigned',
      fallbackReason: null,
      brokenBy: reason,
      finishReason: null,
    };
  return {
    status: 'ok',
    servedBy: 'known-good',
    variant: 'good',
    assignedVariant: 'candidate',
    fallbackReason: reason,
    output: 'All is well.',
  };
}

describe('a caller who leaves', () => {
  const phases = [
    ['before the upstream says anything', behaviours.silent, false],
    ['before the upstream says anything, streaming', behaviours.silent, true],
    ['after the upstream’s headers', behaviours.headersThenSilence, true],
    ['in mid-stream', behaviours.oneTokenThenSilence, true],
  ] as const;

  it.each(phases)(
    '%s: the upstream is let go at once, and the record says cancelled',
    async (_name, behaviour, stream) => {
      const { pipe, records } = setUp({ name: '', upstream: behaviour, unary: null, stream: null });
      const leaving = new AbortController();
      const before = bad.requests();
      const calling = callThrough(pipe, { flag: 'plain' }, { stream, callerLeft: leaving.signal });
      await eventually(() => bad.requests() === before + 1);
      await new Promise((resolve) => setTimeout(resolve, 60));
      leaving.abort();
      const { answer } = await calling;
      await eventually(() => bad.open() === 0, 500);
      expect(answer.status).toBe('cancelled');
      expect(records).toMatchObject([{ outcome: 'cancelled', attempts: [{ outcome: 'cancelled' }] }]);
      if (behaviour === behaviours.oneTokenThenSilence)
        expect(records[0]).toMatchObject({ usageSource: 'estimated', tokens: { output: 2 } });
      expect(failuresOf(pipe)).toBe(0);
      expect(pipe.limiters.load('bad')).toEqual({ active: 0, waiting: 0 });
    },
  );

  it('between two tries: no other try is made', async () => {
    const { pipe, records } = setUp({
      name: '',
      upstream: behaviours.serverError,
      unary: null,
      stream: null,
    });
    const leaving = new AbortController();
    const slow = { ...pipe, retries: { count: () => {}, next: () => 500 } };
    const before = bad.requests();
    const calling = callThrough(slow, { flag: 'plain' }, { callerLeft: leaving.signal });
    await eventually(() => bad.requests() === before + 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    leaving.abort();
    expect((await calling).answer.status).toBe('cancelled');
    expect(records[0]?.outcome).toBe('cancelled');
    expect(bad.requests()).toBe(before + 1);
  });
});

describe('the published table', () => {
  it('is what these tests hold the pipe to (UPDATE_DOCS=1 writes it anew)', async () => {
    const file = path.join(projectFolder, 'docs', 'faults.md');
    const text = describeFaults(faults);
    if (process.env.UPDATE_DOCS === '1') await writeFile(file, text);
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flag } from '../../shared/model/flag.ts';
import { liftOverride, setOverride } from '../overrides/setOverride.ts';
import { openAiProvider } from '../providers/openai.ts';
import { callThrough, environment, flagOf, freshPipe, put, unitOn } from '../testing/callPipe.ts';
import {
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { openConversations } from './conversations.ts';

let server: TestServer;
let candidateUpstream: MisbehavingUpstream;
let goodUpstream: MisbehavingUpstream;

beforeAll(async () => {
  server = await startTestServer();
  candidateUpstream = await startMisbehavingUpstream();
  goodUpstream = await startMisbehavingUpstream();
});
afterAll(async () => {
  await candidateUpstream.close();
  await goodUpstream.close();
  await server.close();
});

const history = [
  { role: 'user' as const, content: 'My name is Ada.' },
  { role: 'assistant' as const, content: 'Hello Ada.' },
];

let count = 0;
async function setUp(changes: Partial<Flag> = {}) {
  const key = `talk-${++count}`;
  const units = { candidate: unitOn(server, 'candidate'), good: unitOn(server, 'good') };
  const flag = flagOf(server, key, units, changes);
  await put(server, units.candidate, units.good, flag);
  candidateUpstream.behave(behaviours.answers);
  const providers = new Map(
    [
      ['candidate', candidateUpstream.url],
      ['good', goodUpstream.url],
    ].map(([name = '', baseUrl = '']) => [name, openAiProvider({ name, apiKey: 'k', baseUrl })]),
  );
  const made = freshPipe(server, { providers });
  const turn = (more: object = {}) => callThrough(made.pipe, { flag: key, conversation: 'c-1', ...more });
  const author = { kind: 'system' as const, id: 't', name: 't' };
  const override = (mode: 'kill' | 'known-good' | null) => {
    const request = { environment, target: key, author, reason: 'test' };
    const { configuration } = server.dependencies;
    return mode === null
      ? liftOverride(configuration, request)
      : setOverride(configuration, { ...request, mode });
  };
  return { ...made, key, units, flag, turn, override };
}

const toGood = { kind: 'variant' as const, variant: 'good' };

describe('a conversation', () => {
  it('stays on the unit of its first turn although the flag sends everybody else elsewhere', async () => {
    const { turn, flag, key, pipe } = await setUp();
    expect((await turn()).answer).toMatchObject({
      variant: 'candidate',
      conversation: { turn: 1, pinned: false },
    });
    await put(server, { ...flag, fallthrough: toGood });
    expect((await turn({ history })).answer).toMatchObject({
      variant: 'candidate',
      servedBy: 'assigned',
      conversation: { id: 'c-1', turn: 2, pinned: true, move: null },
    });
    expect((await callThrough(pipe, { flag: key })).answer).toMatchObject({
      variant: 'good',
      conversation: null,
    });
    expect((await turn({ conversation: 'c-2' })).answer.variant).toBe('good');
  });

  it('leaves its unit for one request when that fails, and comes back', async () => {
    const { turn } = await setUp();
    await turn();
    candidateUpstream.behave(behaviours.serverError);
    expect((await turn()).answer).toMatchObject({
      variant: 'good',
      servedBy: 'known-good',
      conversation: { move: null },
    });
    candidateUpstream.behave(behaviours.answers);
    expect((await turn()).answer).toMatchObject({ variant: 'candidate', conversation: { turn: 3 } });
  });

  it('is known after a restart', async () => {
    const { turn, flag, key, pipe } = await setUp();
    const { store } = server.dependencies;
    const first = openConversations(store.conversations, () => {});
    await callThrough({ ...pipe, conversations: first }, { flag: key, conversation: 'c-9' });
    await first.close();
    await put(server, { ...flag, fallthrough: toGood });
    const second = openConversations(store.conversations, () => {});
    const { answer } = await callThrough(
      { ...pipe, conversations: second },
      { flag: key, conversation: 'c-9' },
    );
    expect(answer).toMatchObject({ variant: 'candidate', conversation: { turn: 2, pinned: true } });
    await second.close();
    expect(turn).toBeTypeOf('function');
  });
});

describe('a store that does not say', () => {
  it.each([
    ['fails', () => Promise.reject(new Error('The disk is gone'))],
    ['never answers', () => new Promise<never>(() => {})],
  ])('because it %s keeps no call waiting, and loses no pin', async (_how, find) => {
    const { turn, flag, key, pipe } = await setUp();
    const { store } = server.dependencies;
    const first = openConversations(store.conversations, () => {});
    const on = (conversations: typeof first) =>
      callThrough({ ...pipe, conversations }, { flag: key, conversation: 'c-7' });
    await on(first);
    await first.close();
    await put(server, { ...flag, fallthrough: toGood });
    const broken = openConversations({ ...store.conversations, find }, () => {});
    expect((await on(broken)).answer).toMatchObject({ variant: 'good', status: 'ok' });
    await broken.close();
    const again = openConversations(store.conversations, () => {});
    expect((await on(again)).answer).toMatchObject({ variant: 'candidate', conversation: { turn: 2 } });
    await again.close();
    expect(turn).toBeTypeOf('function');
  });
});

describe('somebody else who names a conversation', () => {
  it('is answered as the flag decides for them, and moves it for nobody', async () => {
    const { turn, flag, key, records } = await setUp({ onRollback: 'restart' });
    await turn();
    await put(server, { ...flag, targets: [{ variant: 'good', targetingKeys: ['mallory'] }] });
    const mallory = { context: { targetingKey: 'mallory' } };
    expect((await turn(mallory)).answer).toMatchObject({ variant: 'good', conversation: { move: null } });
    expect((await turn()).answer).toMatchObject({
      variant: 'candidate',
      conversation: { turn: 3, move: null },
    });
    // The one whose conversation it is can be moved by becoming a target.
    await put(server, { ...flag, targets: [{ variant: 'good', targetingKeys: ['u'] }] });
    await expect(turn()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(records).toHaveLength(4);
    expect(key).toMatch(/^talk-/);
  });
});

describe('flipping known good in mid-conversation', () => {
  it('continues: known good gets the turns, and the move is on record', async () => {
    const { turn, override, units, records } = await setUp({ onRollback: 'continue' });
    await turn();
    await override('known-good');
    const { answer } = await turn({ history });
    const move = { from: units.candidate.id, to: units.good.id, why: 'override' };
    expect(answer).toMatchObject({
      variant: 'good',
      output: 'All is well.',
      conversation: { turn: 2, move },
    });
    expect(JSON.parse(goodUpstream.last()?.body ?? '').messages).toEqual(
      expect.arrayContaining([
        { role: 'user', content: 'My name is Ada.' },
        { role: 'assistant', content: 'Hello Ada.' },
      ]),
    );
    expect(records.at(-1)).toMatchObject({ conversation: { move } });
    await override(null);
    expect((await turn()).answer).toMatchObject({
      variant: 'good',
      conversation: { pinned: true, move: null },
    });
  });

  it('restarts: the product is told to start over, once, and the next turn begins afresh', async () => {
    const { turn, override, units, records, key } = await setUp({ onRollback: 'restart' });
    await turn();
    await override('known-good');
    await expect(turn({ history })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { restart: { conversation: 'c-1', move: { from: units.candidate.id, to: units.good.id } } },
    });
    expect(records.at(-1)).toMatchObject({
      outcome: 'rejected',
      conversation: { move: { why: 'override' } },
    });
    expect((await turn()).answer).toMatchObject({ variant: 'good', conversation: { turn: 1, move: null } });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const kept = await server.dependencies.store.conversations.recent({
      environment,
      flag: key,
      moved: true,
      limit: 5,
    });
    expect(kept).toMatchObject([{ id: 'c-1', unit: units.good.id, turns: 1, moves: [{ why: 'override' }] }]);
    await override(null);
  });

  it('does nothing to a conversation that is on known good already', async () => {
    const { turn, override } = await setUp({ fallthrough: toGood, onRollback: 'restart' });
    await turn();
    await override('known-good');
    expect((await turn()).answer).toMatchObject({ variant: 'good', conversation: { turn: 2, move: null } });
    await override(null);
  });

  it('beats the pin when killed, with the fixed answer, and the conversation keeps its unit for later', async () => {
    const { turn, override } = await setUp();
    await turn();
    await override('kill');
    expect((await turn()).answer).toMatchObject({
      servedBy: 'static',
      conversation: { move: { why: 'override', to: 'sorry' } },
    });
    await override(null);
    expect((await turn()).answer).toMatchObject({ variant: 'candidate' });
  });
});

describe('a unit that is taken from the flag', () => {
  it('moves its conversations to known good', async () => {
    const { turn, flag, units } = await setUp();
    await turn();
    const [, good, sorry] = flag.variants;
    await put(server, {
      ...flag,
      variants: [good!, sorry!],
      fallthrough: { kind: 'variant', variant: 'sorry' },
    });
    expect((await turn()).answer).toMatchObject({
      variant: 'good',
      servedBy: 'known-good',
      conversation: { move: { from: units.candidate.id, to: units.good.id, why: 'unit-gone' } },
    });
  });

  it('an individual target beats the pin', async () => {
    const { turn, flag } = await setUp();
    await turn();
    await put(server, { ...flag, targets: [{ variant: 'good', targetingKeys: ['u'] }] });
    expect((await turn()).answer).toMatchObject({
      variant: 'good',
      conversation: { move: { why: 'target' } },
    });
  });
});

describe('the pins of many conversations', () => {
  it('are written even where the disk refuses for a while, and no call waits for it', async () => {
    const { store } = server.dependencies;
    let refusals = 2;
    const warned: number[] = [];
    const kept = openConversations(
      {
        ...store.conversations,
        save: async (batch) => {
          if (refusals-- > 0) throw new Error('disk full');
          await store.conversations.save(batch);
        },
      },
      (_error, waiting) => warned.push(waiting),
    );
    const at = new Date().toISOString();
    const one = (id: string) => ({
      environment,
      flag: 'many',
      id,
      variant: 'v',
      unit: 'iu_x',
      turns: 1,
      moves: [],
      userHash: null,
      createdAt: at,
      lastAt: at,
    });
    for (let number = 0; number < 500; number++) kept.keep(one(`c-${number}`));
    await new Promise((resolve) => setTimeout(resolve, 900));
    await kept.close();
    expect(warned).toEqual([500, 500]);
    expect(await store.conversations.recent({ environment, flag: 'many', limit: 1_000 })).toHaveLength(500);
  });
});

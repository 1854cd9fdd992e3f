import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveShare } from '../../shared/evaluation/split.ts';
import { Flag } from '../../shared/model/flag.ts';
import type { Split } from '../../shared/model/split.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { applyDue } from './schedules.ts';
import { staleMarks } from './staleMarks.ts';

const environment = 'production';
const log = pino({ level: 'silent' });
let server: TestServer;
let admin: ReturnType<typeof personClient>;
beforeAll(async () => {
  server = await startTestServer();
  admin = personClient(server.url, await server.signIn());
});
afterAll(() => server.close());

const valueFlag = (key: string, changes: Partial<Flag> = {}): Flag =>
  Flag.parse({
    key,
    name: key,
    kind: 'value',
    valueType: 'boolean',
    on: true,
    salt: key,
    hash: 'murmur3-v1',
    variants: [
      { kind: 'value', key: 'on', name: 'On', value: true },
      { kind: 'value', key: 'off', name: 'Off', value: false },
    ],
    fallthrough: { kind: 'variant', variant: 'on' },
    offVariant: 'off',
    knownGood: 'off',
    fallback: 'off',
    ...changes,
  });
const save = (flag: Flag, expectedVersion = 0) =>
  admin.flags.save.mutate({ flag, expectedVersion, reason: 'test' });

describe('value flags', () => {
  it('are created, found, and removed; a removed one is gone from the next evaluation on', async () => {
    const { version } = await save(valueFlag('new-checkout'));
    expect(
      (await server.service.flags.explain.query({ flag: 'new-checkout', context: {} })).evaluation,
    ).toMatchObject({ value: true, reason: 'STATIC' });
    await admin.flags.remove.mutate({ flag: 'new-checkout', expectedVersion: version, reason: 'done' });
    await expect(
      server.service.flags.explain.query({ flag: 'new-checkout', context: {} }),
    ).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
  });

  it('hold what they say they hold', async () => {
    const wrong = { ...valueFlag('wrong'), valueType: 'number' as const };
    await expect(save(wrong)).rejects.toThrow('must be a number');
    const mixed = {
      ...valueFlag('mixed'),
      variants: [...valueFlag('mixed').variants, { kind: 'static' as const, key: 't', name: 'T', text: 'x' }],
    };
    await expect(save(mixed)).rejects.toThrow('cannot have a variant of the kind "static"');
  });

  it('cannot be called as if they routed to a model', async () => {
    await save(valueFlag('plain'));
    await expect(server.service.ai.generate.mutate({ flag: 'plain', input: 'Hi' })).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST' },
    });
  });
});

describe('prerequisites', () => {
  it('are checked when they are saved: missing flags, missing variants, circles', async () => {
    await save(valueFlag('base'));
    await save(valueFlag('needs-base', { prerequisites: [{ flag: 'base', variants: ['on'] }] }));
    await expect(
      save(valueFlag('x', { prerequisites: [{ flag: 'nowhere', variants: ['on'] }] })),
    ).rejects.toThrow('needs a flag "nowhere"');
    await expect(
      save(valueFlag('y', { prerequisites: [{ flag: 'base', variants: ['purple'] }] })),
    ).rejects.toThrow('needs a variant "purple"');
    const { version } = await admin.flags.get.query({ flag: 'base' });
    await expect(
      save(valueFlag('base', { prerequisites: [{ flag: 'needs-base', variants: ['on'] }] }), version),
    ).rejects.toThrow('a circle of prerequisites');
    await expect(
      admin.flags.remove.mutate({ flag: 'base', expectedVersion: version, reason: 'x' }),
    ).rejects.toThrow('does not exist');
  });
});

describe('conditions that the engine cannot read', () => {
  it.each([
    ['a pattern', { operator: 'matches', attribute: 'mail', pattern: '(' }],
    [
      'a pattern with a look-behind, which takes more than linear time',
      { operator: 'matches', attribute: 'mail', pattern: '(?<=a)b' },
    ],
    ['a network', { operator: 'in-network', attribute: 'ip', networks: ['10.0.0.0/99'] }],
  ] as const)('%s is refused in words, and nothing is saved', async (_what, condition) => {
    const rule = {
      id: 'r',
      name: 'R',
      match: {
        kind: 'conditions' as const,
        conditions: [
          { ...condition, networks: [...('networks' in condition ? condition.networks : [])] } as never,
        ],
      },
      serve: { kind: 'variant' as const, variant: 'on' },
    };
    await expect(save({ ...valueFlag('bad'), rules: [rule] })).rejects.toThrow('A condition cannot be used');
    expect((await admin.flags.list.query({ minutes: 15 })).flags.map((flag) => flag.key)).not.toContain(
      'bad',
    );
  });
});

describe('many flags at once', () => {
  it('change as one revision, or not at all', async () => {
    await save(valueFlag('one'));
    await save(valueFlag('two'));
    const versions = async () =>
      Object.fromEntries(
        (await admin.flags.list.query({ minutes: 15 })).flags.map(({ key, version }) => [key, version]),
      );
    const { one, two } = await versions();
    const flags = [
      { flag: 'one', expectedVersion: one! },
      { flag: 'two', expectedVersion: two! },
    ];
    const { revision } = await admin.flags.bulk.mutate({
      flags,
      set: { on: false, addTags: ['old'], owner: 'Ada' },
      reason: 'tidying',
    });
    expect(await versions()).toMatchObject({ one: revision, two: revision });
    const [list] = [(await admin.flags.list.query({ minutes: 15 })).flags];
    expect(list?.find((flag) => flag.key === 'one')).toMatchObject({
      on: false,
      tags: ['old'],
      owner: 'Ada',
    });
    await expect(
      admin.flags.bulk.mutate({
        flags: [flags[0]!, { flag: 'two', expectedVersion: revision }],
        set: { on: true },
        reason: 'x',
      }),
    ).rejects.toMatchObject({ data: { code: 'CONFLICT' } });
    expect((await admin.flags.list.query({ minutes: 15 })).flags.find((flag) => flag.key === 'two')?.on).toBe(
      false,
    );
  });
});

describe('scheduled changes', () => {
  it('wait for their time, then are one commit, once', async () => {
    await save(valueFlag('later'));
    const at = new Date(Date.now() + 60_000).toISOString();
    const { id } = await admin.flags.schedule.mutate({
      flag: 'later',
      at,
      set: { on: false },
      reason: 'night work',
    });
    expect((await admin.flags.get.query({ flag: 'later' })).schedules).toMatchObject([
      { id, author: 'Admin', set: { on: false } },
    ]);
    const { configuration } = server.dependencies;
    const inTime = { ...configuration, now: () => new Date(Date.now() + 61_000) };
    await applyDue(configuration, log);
    expect(configuration.snapshot(environment).flags.get('later')?.on).toBe(true);
    await applyDue(inTime, log);
    const { revision } = configuration.snapshot(environment);
    await applyDue(inTime, log);
    expect(configuration.snapshot(environment)).toMatchObject({ revision });
    expect(configuration.snapshot(environment).flags.get('later')?.on).toBe(false);
    expect(configuration.snapshot(environment).schedules.size).toBe(0);
    const { revisions } = await admin.revisions.list.query({ limit: 1 });
    expect(revisions[0]).toMatchObject({ author: { name: 'Schedule of Admin' }, reason: 'night work' });
  });

  it('can be called off, cannot lie in the past, and say so when the flag has changed under them', async () => {
    await save(valueFlag('soon'));
    const at = new Date(Date.now() + 60_000).toISOString();
    await expect(
      admin.flags.schedule.mutate({
        flag: 'soon',
        at: '2020-01-01T00:00:00.000Z',
        set: { on: false },
        reason: 'x',
      }),
    ).rejects.toThrow('has passed');
    const first = await admin.flags.schedule.mutate({ flag: 'soon', at, set: { on: false }, reason: 'x' });
    await admin.flags.unschedule.mutate({ id: first.id, reason: 'no' });
    await expect(admin.flags.unschedule.mutate({ id: first.id, reason: 'no' })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    });

    await admin.flags.schedule.mutate({
      flag: 'soon',
      at,
      set: { fallthrough: { kind: 'variant', variant: 'off' } },
      reason: 'x',
    });
    const { version, flag } = await admin.flags.get.query({ flag: 'soon' });
    const renamed = {
      ...flag,
      variants: flag.variants.map((variant) =>
        variant.key === 'off' ? { ...variant, key: 'none' } : variant,
      ),
      offVariant: 'none',
      knownGood: 'none',
      fallback: 'none',
    };
    await save(renamed as Flag, version);
    const { configuration } = server.dependencies;
    await applyDue({ ...configuration, now: () => new Date(Date.now() + 61_000) }, log);
    const { revisions } = await admin.revisions.list.query({ limit: 1 });
    expect(revisions[0]?.reason).toContain('Not applied');
  });
});

describe('who gets what, for a list', () => {
  it('answers each person and counts each variant', async () => {
    const contexts = ['a', 'b', 'c', 'd', 'e', 'f'].map((targetingKey) => ({
      targetingKey,
      beta: true,
      tier: 'pro',
    }));
    const { rows, counts } = await admin.flags.explainMany.mutate({
      flag: 'docs-answer',
      contexts: [...contexts, {}],
    });
    expect(counts).toContainEqual({ variant: 'thorough', variantName: 'Thorough', people: 6 });
    expect(rows.at(-1)).toMatchObject({
      targetingKey: null,
      reason: 'ERROR',
      errorCode: 'TARGETING_KEY_MISSING',
    });
    expect(rows[0]).toMatchObject({ ruleName: 'Beta testers get the thorough answer' });
  });
});

describe('how many would move', () => {
  it('counts people, not calls, by the buckets that their calls recorded', async () => {
    for (const targetingKey of ['p1', 'p2', 'p3', 'p4', 'p5', 'p5', 'p5'])
      await server.service.ai.generate.mutate({
        flag: 'docs-answer',
        input: 'What is a flag?',
        context: { targetingKey },
      });
    const { flag } = await admin.flags.get.query({ flag: 'docs-answer' });
    const { split } = flag.fallthrough as { split: Split };
    const ask = (to: Split) => admin.flags.movers.query({ flag: 'docs-answer', rule: null, split: to });
    await expect.poll(async () => (await ask(split)).seen, { timeout: 5_000 }).toBe(5);
    expect(await ask(split)).toMatchObject({ moved: 0, from: [] });
    const all = await ask(moveShare(split, { candidate: 'thorough', donor: 'concise', share: 100_000 }));
    const concise =
      (
        await admin.flags.explainMany.mutate({
          flag: 'docs-answer',
          contexts: ['p1', 'p2', 'p3', 'p4', 'p5'].map((targetingKey) => ({ targetingKey })),
        })
      ).counts.find((one) => one.variant === 'concise')?.people ?? 0;
    expect(all).toEqual({
      seen: 5,
      moved: concise,
      from: [{ variant: 'concise', people: concise }],
      to: [{ variant: 'thorough', people: concise }],
    });
  });
});

describe('segments', () => {
  const segment = {
    key: 'europe',
    name: 'Europe',
    description: '',
    conditions: [
      { operator: 'in' as const, attribute: 'region', values: ['eu-west'] },
      { operator: 'in-segment' as const, segment: 'beta-testers' },
    ],
  };

  it('are saved, tested on people, refused to go while in use, and nest only once', async () => {
    const { version } = await admin.segments.save.mutate({ segment, expectedVersion: 0, reason: 'new' });
    const people = [
      { targetingKey: 'in', region: 'eu-west', beta: true, tier: 'pro' },
      { targetingKey: 'out', region: 'eu-west' },
    ];
    const tested = await admin.segments.test.mutate({ segment, contexts: people });
    expect(tested.rows.map((row) => row.inside)).toEqual([true, false]);
    expect(tested.rows[1]?.checks[1]).toMatchObject({ held: false, found: 'not in the segment' });

    const deeper = {
      ...segment,
      key: 'deeper',
      conditions: [{ operator: 'in-segment' as const, segment: 'europe' }],
    };
    await expect(
      admin.segments.save.mutate({ segment: deeper, expectedVersion: 0, reason: 'x' }),
    ).rejects.toThrow('only one level');

    await save(
      valueFlag('for-europe', {
        rules: [
          {
            id: 'r',
            name: 'R',
            match: { kind: 'segment', segment: 'europe' },
            serve: { kind: 'variant', variant: 'off' },
          },
        ],
      }),
    );
    expect(
      (await admin.segments.list.query()).segments.find((one) => one.segment.key === 'europe')?.usedBy,
    ).toMatchObject([{ flag: 'for-europe' }]);
    await expect(
      admin.segments.remove.mutate({ segment: 'europe', expectedVersion: version, reason: 'x' }),
    ).rejects.toThrow('does not exist');
    expect(
      (await server.service.flags.explain.query({ flag: 'for-europe', context: people[0]! })).evaluation,
    ).toMatchObject({ value: false, segment: 'europe' });
  });
});

describe('stale marks', () => {
  const now = new Date('2026-03-01T00:00:00.000Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
  it('tell of a flag that nobody asks, that always serves the same, or that is past its end', () => {
    const flag = valueFlag('f', { plannedEnd: '2026-02-01' });
    expect(staleMarks(flag, { changedAt: daysAgo(40), lastEvaluatedAt: null, now })).toEqual([
      'It was meant to go by 2026-02-01.',
      'Nobody has evaluated it since it last changed, 40 days ago.',
      'It has served nothing but “On” for 40 days.',
    ]);
    expect(staleMarks(flag, { changedAt: daysAgo(40), lastEvaluatedAt: daysAgo(31), now })[1]).toBe(
      'Nobody has evaluated it for 31 days.',
    );
    expect(staleMarks(valueFlag('f'), { changedAt: daysAgo(29), lastEvaluatedAt: null, now })).toEqual([]);
  });

  it('knows when a flag was last evaluated, once somebody calls it', async () => {
    const { flags } = await admin.flags.list.query({ minutes: 15 });
    expect(flags.find((flag) => flag.key === 'docs-answer')?.lastEvaluatedAt).toMatch(/^20/);
    expect(flags.find((flag) => flag.key === 'two')?.lastEvaluatedAt).toBeNull();
  });
});

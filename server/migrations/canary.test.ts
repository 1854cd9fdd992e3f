import fc from 'fast-check';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLimiters } from '../calls/limiter.ts';
import { commit } from '../configuration/commit.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import { EmbeddingFailure } from '../retrieval/embedding.ts';
import { openRetrieval } from '../retrieval/retrieval.ts';
import { retrieveForUnit } from '../retrieval/retrieveForUnit.ts';
import { search } from '../retrieval/search.ts';
import type { RetrievalStore } from '../store/retrieval.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { openTestMigration, type TestMigration } from '../testing/testMigration.ts';
import { by, environment, key } from '../testing/testRetrieval.ts';
import { isInShare } from './chooseIndex.ts';
import { figuresOf } from './figures.ts';
import { openMigrations } from './migrations.ts';

let test: TestMigration;
let id: string;
let from: string;
let to: string;
beforeEach(async () => {
  test = await openTestMigration();
  const texts = ['Penguins like ice.', 'Camels cross deserts.', 'Whales sing.', 'Bees dance.'];
  await test.library.upsert(...texts.map((text, at) => ({ id: `d${at}`, text })));
  await test.library.settled();
  id = await test.ready();
  ({ from, to } = (await test.held(id)).body.migration);
});
afterEach(() => test.close());

const share = (percent: number, segments: string[] = []) =>
  test.act(id, { kind: 'canary', percent, segments });
const asked = {
  environment,
  collection: key,
  query: 'penguins',
  k: 3,
  get signal() {
    return AbortSignal.timeout(5_000);
  },
};
const versionFor = async (
  context?: Record<string, string>,
  query = 'penguins',
  on = test.library.retrieval,
) => (await search(on, { ...asked, query, ...(context === undefined ? {} : { context }) })).indexVersion;
const people = Array.from({ length: 200 }, (_, at) => ({ targetingKey: `user-${at}` }));
const membersOf = async (on = test.library.retrieval) => {
  const versions = await Promise.all(people.map((one) => versionFor(one, 'penguins', on)));
  expect(versions.every((version) => version === from || version === to)).toBe(true);
  return new Set(people.flatMap(({ targetingKey }, at) => (versions[at] === to ? [targetingKey] : [])));
};

describe('a share of queries', () => {
  it('never moves a key back when it is raised, and is about as large as it says', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.uuid(), fc.string(), percent, percent, (migration, who, one, other) => {
        const [small, large] = [Math.min(one, other), Math.max(one, other)];
        const isIn = (at: number) => isInShare({ id: migration, percent: at }, who);
        if (isIn(small)) expect(isIn(large)).toBe(true);
        expect([isIn(0), isIn(100)]).toEqual([false, true]);
      }),
    );
    const keys = Array.from({ length: 20_000 }, (_, at) => `user-${at}`);
    for (const wanted of [1, 10, 50]) {
      const inside = keys.filter((who) => isInShare({ id: 'm-1', percent: wanted }, who)).length;
      expect(Math.abs(inside / 200 - wanted)).toBeLessThan(1);
    }
  });

  it('goes to the new index, sticks to whoever is named, and only grows when it is raised', async () => {
    expect(await membersOf()).toEqual(new Set());
    await share(20);
    const few = await membersOf();
    expect(few.size).toBeGreaterThan(15);
    expect(few.size).toBeLessThan(70);
    expect(await membersOf()).toEqual(few);
    await share(60);
    const more = await membersOf();
    expect([...few].filter((who) => !more.has(who))).toEqual([]);
    expect(more.size).toBeGreaterThan(few.size);
    await share(20);
    expect(await membersOf()).toEqual(few);
    await share(100);
    expect((await membersOf()).size).toBe(people.length);
    await share(0);
    expect((await membersOf()).size).toBe(0);
    expect((await test.held(id)).body.migration).toMatchObject({ stage: 'ready', canarySegments: [] });
  });

  it('is cut by the query where nobody is named', async () => {
    await share(50);
    const queries = Array.from({ length: 40 }, (_, at) => `penguins ${at}`);
    const versions = await Promise.all(queries.map((query) => versionFor(undefined, query)));
    expect(new Set(versions)).toEqual(new Set([from, to]));
    expect(await Promise.all(queries.map((query) => versionFor({ plan: 'pro' }, query)))).toEqual(versions);
  });

  it('lets segments ahead by the engine’s own conditions, as long as it is above 0', async () => {
    const staff = { key: 'staff', name: 'Staff', description: '' };
    const conditionsOf = (text: string) => [{ attribute: 'email', operator: 'ends-with' as const, text }];
    const keep = (text: string) =>
      commit(test.library.data.configuration, {
        environment,
        ...by,
        changes: [{ kind: 'segment', key: 'staff', body: { ...staff, conditions: conditionsOf(text) } }],
      });
    await keep('@a.example');
    await expect(share(5, ['staff', 'gone'])).rejects.toThrow('There is no segment gone');
    await share(0.001, ['staff']);
    const email = 'ada@a.example';
    expect(await versionFor({ targetingKey: 'ada', email })).toBe(to);
    expect(await versionFor({ targetingKey: 'ada', email: 'ada@b.example' })).toBe(from);
    expect(await versionFor()).toBe(from);
    // Another condition counts from the next query on.
    await keep('@b.example');
    expect(await versionFor({ targetingKey: 'ada', email })).toBe(from);
    await commit(test.library.data.configuration, {
      environment,
      ...by,
      changes: [{ kind: 'segment', key: 'staff', body: null }],
    });
    expect(await versionFor({ targetingKey: 'ada', email: 'ada@b.example' })).toBe(from);
  });

  it('is decided without the database, and the record of a call names the version that served it', async () => {
    await share(50);
    const { retrieval } = test.library;
    const { store } = retrieval;
    const reads: string[] = [];
    const watched = (name: string) => ({
      get(target: object, property: string) {
        const value = Reflect.get(target, property);
        if (property === 'migrations') return new Proxy(value, watched('migrations'));
        if (typeof value === 'function' && property !== 'search') reads.push(`${name}.${property}`);
        return value;
      },
    });
    retrieval.store = new Proxy<RetrievalStore>(store, watched('store'));
    const served = await Promise.all(
      people.slice(0, 50).map(async (context) => {
        const request = { environment, retrieval: { collection: key, k: 2, variable: 'passages' } };
        const { served: by } = await retrieveForUnit(retrieval, {
          ...request,
          query: 'penguins',
          context,
          signal: AbortSignal.timeout(5_000),
        });
        return by.indexVersion;
      }),
    );
    retrieval.store = store;
    expect(new Set(served)).toEqual(new Set([from, to]));
    expect(served).toEqual(await Promise.all(people.slice(0, 50).map((one) => versionFor(one))));
    expect(reads).toEqual([]);
  });

  it('is the same in another process and after a restart, and ends there as well', async () => {
    await share(30);
    const members = await membersOf();
    const store = openSqliteStore(test.library.data.file);
    const configuration = await openConfiguration(store, () => new Date(), test.library.data.sign);
    const elsewhere = await openRetrieval(configuration, {
      providers: new Map(),
      limiters: createLimiters(),
      log: pino({ level: 'silent' }),
    });
    const other = openMigrations(elsewhere);
    try {
      elsewhere.directory.start();
      expect(await membersOf(elsewhere)).toEqual(members);
      await share(0);
      await expect.poll(async () => (await membersOf(elsewhere)).size, { timeout: 5_000 }).toBe(0);
    } finally {
      await other.controller.close();
      await elsewhere.close();
      await store.close();
    }
  });
});

describe('a canary', () => {
  it('ends with a cutover, and does not begin again with a reverse', async () => {
    await share(50, []);
    await test.cutover(id);
    expect((await membersOf()).size).toBe(people.length);
    expect((await test.held(id)).body.migration).toMatchObject({ stage: 'serving-new', canaryPercent: 0 });
    await test.reverse(id);
    expect((await membersOf()).size).toBe(0);
    await expect(share(5)).rejects.toThrow(/reversed/);
  });

  it('ends with a verdict that is no pass', async () => {
    await share(50);
    const { retrieval } = test.library;
    const slot = test.library.collection().indexes.find(({ version }) => version === to)?.slot;
    test.library.data.tamper(`delete from manifests where slot = ${slot} and document = 'd1'`);
    await test.act(id, { kind: 'verify' });
    await expect
      .poll(async () => (await test.held(id)).body.migration.stage, { timeout: 20_000 })
      .toBe('verifying');
    expect((await test.held(id)).body.migration).toMatchObject({ canaryPercent: 0, gateRunning: false });
    expect(retrieval.directory.canary(test.library.collection().id)).toBeNull();
    expect((await membersOf()).size).toBe(0);
  }, 30_000);

  it('that is cancelled sends nobody to the index that is gone', async () => {
    await share(100);
    await test.act(id, { kind: 'cancel' });
    expect(test.library.collection().indexes).toHaveLength(1);
    expect((await membersOf()).size).toBe(0);
  });

  it('has figures of both indexes; what fails on the new one is answered by the old one and counted', async () => {
    const { retrieval } = test.library;
    await share(50);
    const members = await membersOf();
    await versionFor({ targetingKey: 'nobody' }, 'zebra');
    // Looking at one version is no live query.
    await test.library.find('penguins', { version: to });
    // Nor is what somebody tries on the collection's page.
    await search(retrieval, {
      ...asked,
      query: 'penguins',
      isTrial: true,
      signal: AbortSignal.timeout(5_000),
    });
    const { minutes, sides } = await figuresOf(retrieval, { environment, id });
    const [old, fresh] = sides;
    expect(minutes).toBe(10);
    expect([old?.side, old?.version, fresh?.side, fresh?.version]).toEqual(['old', from, 'new', to]);
    expect((old?.queries ?? 0) + (fresh?.queries ?? 0)).toBe(people.length + 1);
    expect(fresh?.queries).toBeGreaterThanOrEqual(members.size);
    for (const side of sides) {
      expect(side.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(side.queries);
      expect(side.p50Ms).toBeLessThanOrEqual(side.p99Ms as number);
      expect(side.failed).toBe(0);
    }
    expect(old?.histogram.map(({ upToMs }) => upToMs)).toEqual(fresh?.histogram.map(({ upToMs }) => upToMs));
    const embed = retrieval.indexers.embedQuery;
    retrieval.indexers.embedQuery = async (version, ...rest) => {
      if (version === to) throw new EmbeddingFailure('provider', 'It is down', true);
      return embed(version, ...rest);
    };
    expect((await membersOf()).size).toBe(0);
    const after = (await figuresOf(retrieval, { environment, id })).sides[1];
    expect(after).toMatchObject({ failed: members.size });
  });
});

import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLimiters } from '../calls/limiter.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import { openRetrieval, type Retrieval } from '../retrieval/retrieval.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { openTestMigration, type TestMigration, unthrottled } from '../testing/testMigration.ts';
import { startEmbeddings } from '../testing/testRetrieval.ts';
import { type Migrations, openMigrations } from './migrations.ts';

let test: TestMigration;
let upstream: Awaited<ReturnType<typeof startEmbeddings>>;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  upstream = await startEmbeddings(16);
  test = await openTestMigration({ providers: [upstream.provider] });
  await test.migrations.controller.close();
  const documents = Array.from({ length: 100 }, (_, at) => ({ id: `d${at}`, text: `Penguin number ${at}.` }));
  await test.library.upsert(...documents);
  await test.library.settled();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await test.close();
  await upstream.close();
});

/** A controller of its own, as another process has one; `restMs` shortens the pauses after an embedder's failures. */
function controller(retrieval: Retrieval, leaseMs: number): Migrations {
  const migrations = openMigrations(retrieval, { everyMs: 50, leaseMs, restMs: () => 5 });
  migrations.controller.start();
  closers.push(() => migrations.controller.close());
  return migrations;
}
async function elsewhere(): Promise<Retrieval> {
  const store = openSqliteStore(test.library.data.file);
  const configuration = await openConfiguration(store, () => new Date(), test.library.data.sign);
  const retrieval = await openRetrieval(configuration, {
    providers: new Map([[upstream.provider.name, upstream.provider]]),
    limiters: createLimiters(),
    log: pino({ level: 'silent' }),
  });
  retrieval.directory.start();
  closers.push(async () => {
    await retrieval.close();
    await store.close();
  });
  return retrieval;
}
const covered = async (id: string) => {
  const { to } = (await test.held(id)).body.migration;
  const index = test.library.collection().indexes.find(({ version }) => version === to);
  return index ? test.library.retrieval.store.manifestSummary(index.slot) : null;
};

describe('an embedder that is down', () => {
  it('for longer than a minute’s pauses loses nothing: it is asked again, the migration says so and then goes on', async () => {
    test.migrations = controller(test.library.retrieval, 10_000);
    upstream.state.mode = 'down';
    const id = await test.plan(upstream.version, unthrottled);
    await test.act(id, { kind: 'start' });
    await expect
      .poll(async () => (await test.held(id)).body.note, { timeout: 10_000 })
      .toMatch(/^The embedder is in trouble, and is asked again: vectors\/letters-1/);
    // Half a second, doubled up to half a minute: the eighth time comes after more than a minute. Each time is three requests.
    await expect.poll(() => upstream.state.requests, { timeout: 30_000 }).toBeGreaterThan(8 * 3);
    const [done] = await test.library.upsert({ id: 'during', text: 'Okapis came while it was down.' });
    expect(done?.result).toBe('written');
    expect((await test.held(id)).body.migration.stage).toBe('backfilling');
    upstream.state.mode = 'answers';
    await test.until(id, 'verifying');
    await test.library.settled();
    expect(await covered(id)).toMatchObject({ documents: 101, covered: 101, dead: 0, waiting: 0 });
    expect((await test.held(id)).body.note).toBe('');
  }, 60_000);

  it('in the middle goes on where it was', async () => {
    test.migrations = controller(test.library.retrieval, 10_000);
    const throttle = { documentsPerSecond: 40, batchesInFlight: 1, budgetUsd: null };
    const id = await test.plan(upstream.version, throttle);
    await test.act(id, { kind: 'start' });
    await expect.poll(async () => (await covered(id))?.covered, { timeout: 10_000 }).toBeGreaterThan(20);
    upstream.state.mode = 'down';
    await expect
      .poll(async () => (await test.held(id)).body.note, { timeout: 10_000 })
      .toMatch(/is in trouble/);
    upstream.state.mode = 'answers';
    await test.act(id, { kind: 'throttle', throttle: unthrottled });
    await test.until(id, 'verifying');
    expect(await covered(id)).toMatchObject({ covered: 100, dead: 0 });
  }, 60_000);
});

describe('the right to work on a migration', () => {
  it('is taken over from a process that has died, once its time is over and not before', async () => {
    const id = await test.plan(upstream.version, unthrottled);
    test.migrations = controller(test.library.retrieval, 10_000);
    await test.migrations.controller.close();
    test.migrations = openMigrations(test.library.retrieval);
    await test.act(id, { kind: 'start' });
    // Somebody took it and was killed.
    const until = Date.now() + 1_500;
    test.library.data.tamper(
      `update index_migrations set version = version + 1, body = json_set(body, '$.lease', json('{"holder":"dead","until":${until}}'))`,
    );
    const begun: number[] = [];
    const { indexers } = test.library.retrieval;
    const { index } = indexers;
    indexers.index = (...all) => {
      begun.push(Date.now());
      return index(...all);
    };
    test.migrations = controller(test.library.retrieval, 10_000);
    await test.until(id, 'verifying');
    expect(begun[0]).toBeGreaterThanOrEqual(until);
    expect(await covered(id)).toMatchObject({ covered: 100 });
  }, 30_000);

  it('is held by one of two processes, and goes on in the other one when that stops', async () => {
    const throttle = { documentsPerSecond: 10, batchesInFlight: 1, budgetUsd: null };
    const id = await test.plan(upstream.version, throttle);
    test.migrations = controller(test.library.retrieval, 400);
    await test.act(id, { kind: 'start' });
    await expect.poll(async () => (await covered(id))?.covered, { timeout: 10_000 }).toBeGreaterThan(5);
    const first = (await test.held(id)).body.lease?.holder;
    controller(await elsewhere(), 400);
    await expect.poll(async () => (await covered(id))?.covered, { timeout: 10_000 }).toBeGreaterThan(15);
    expect((await test.held(id)).body.lease?.holder).toBe(first);
    // Both work on it, and no text was sent twice.
    const { texts } = upstream.state;
    const before = (await covered(id))?.covered ?? 0;
    expect(texts).toBeLessThanOrEqual(before + 32);
    await test.migrations.controller.close();
    await expect
      .poll(async () => (await test.held(id)).body.lease?.holder ?? first, { timeout: 10_000 })
      .not.toBe(first);
    await test.act(id, { kind: 'throttle', throttle: unthrottled });
    await test.until(id, 'verifying');
    expect(await covered(id)).toMatchObject({ covered: 100, orphans: 0 });
    // What was under way when the first one stopped is done again, and no more.
    expect((await test.held(id)).body.spent.documents).toBeLessThanOrEqual(100 + 16);
  }, 30_000);
});

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteCollection } from '../retrieval/changeCollection.ts';
import { EmbeddingFailure } from '../retrieval/embedding.ts';
import { removeDocuments } from '../retrieval/ingest.ts';
import { drained } from '../retrieval/liveVersions.ts';
import { connect } from '../store/sqlite/connect.ts';
import { openTestMigration, second, type TestMigration } from '../testing/testMigration.ts';
import { by, environment, key } from '../testing/testRetrieval.ts';
import { type ActRequest, dryRunAct } from './act.ts';
import { figuresOf } from './figures.ts';
import { keepGoldenSet } from './goldenSet.ts';
import { describe as describeMigration } from './migrations.ts';

let test: TestMigration;
beforeEach(async () => {
  test = await openTestMigration();
});
afterEach(() => test.close());

const animals = ['Penguins like ice', 'Camels cross deserts', 'Whales sing in the sea', 'Bees dance'];
const fill = async (count: number) => {
  for (let from = 0; from < count; from += 100)
    await test.library.upsert(
      ...Array.from({ length: Math.min(100, count - from) }, (_, at) => {
        const number = from + at;
        return { id: `d${number}`, text: `${animals[number % 4]}, number n${number}.` };
      }),
    );
  await test.library.settled();
};
const index = (version: string) => test.library.collection().indexes.find((one) => one.version === version)!;
const log = async () =>
  (await test.library.data.store.configuration.revisions({ environment, limit: 50 })).map(
    ({ author, reason }) => `${author.name}: ${reason}`,
  );
const conflict = (check: string) => ({
  code: 'CONFLICT',
  details: { issues: expect.arrayContaining([expect.objectContaining({ path: check })]) },
});

describe('a migration', () => {
  it('goes from a draft to the new index and back, loses no write on either way, and ends with one index', async () => {
    await fill(150);
    const { serving: from, epoch } = test.library.collection();
    const id = await test.plan();
    expect(test.library.collection().indexes).toHaveLength(1);
    await test.act(id, { kind: 'start' });
    await test.until(id, 'verifying');
    const { migration } = (await test.held(id)).body;
    expect(migration.gate?.verdict, migration.gate?.words).toBe('unjudged');
    const { to } = migration;
    expect(await test.library.retrieval.store.manifestSummary(index(to).slot)).toMatchObject({
      documents: 150,
      covered: 150,
      orphans: 0,
    });
    await expect(test.cutover(id)).rejects.toMatchObject(conflict('stage'));
    await expect(test.act(id, { kind: 'approve' })).rejects.toMatchObject(conflict('second-person'));
    await test.act(id, { kind: 'approve' }, second);
    const wrong: ActRequest = { kind: 'cutover', epochSeen: epoch, confirmation: 'other', waived: [] };
    await expect(test.act(id, wrong)).rejects.toMatchObject(conflict('confirmation'));

    await test.cutover(id);
    expect(test.library.collection()).toMatchObject({ serving: to, epoch: epoch + 1, fencedUntil: null });
    await test.library.upsert({ id: 'after', text: 'Zebras came after the cutover.' });
    await removeDocuments(test.library.retrieval, { environment, collection: key, ids: ['d0'] });
    await test.library.settled();
    await test.reverse(id);
    expect(test.library.collection()).toMatchObject({ serving: from, epoch: epoch + 2 });
    expect(await test.library.find('zebras', { k: 1 })).toEqual(['after']);
    expect(await test.library.find('n0', { k: 200 })).not.toContain('d0');
    await test.cutover(id);
    expect(await test.library.find('zebras', { k: 1 })).toEqual(['after']);
    expect(await test.library.find('n0', { k: 200 })).not.toContain('d0');

    await expect(test.act(id, { kind: 'cancel' })).rejects.toMatchObject(conflict('stage'));
    await expect(
      test.act(id, { kind: 'retire', epochSeen: epoch + 3, confirmation: 'no' }),
    ).rejects.toMatchObject(conflict('confirmation'));
    await test.act(id, { kind: 'retire', epochSeen: epoch + 3, confirmation: key });
    await test.until(id, 'retired');
    expect(test.library.collection().indexes.map(({ version }) => version)).toEqual([to]);
    expect(test.library.data.configuration.committed(environment).collections.get(key)?.migration).toBeNull();
    // Who and why stands in the log, for what people did and for what came of it.
    expect(await log()).toEqual(
      expect.arrayContaining([
        'Ada: test',
        'Bea: test',
        expect.stringMatching(/^Index migrations: The verdict/),
      ]),
    );
    // Another one may begin now.
    const again = await test.plan({
      embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
    });
    await test.act(again, { kind: 'cancel' });
    expect(test.library.data.configuration.committed(environment).collections.get(key)?.migration).toBeNull();
  });

  it('is judged by golden queries, and no longer ready once there are others', async () => {
    await fill(80);
    const golden = (from: number) => ({
      environment,
      collection: key,
      name: `From ${from}`,
      queries: Array.from({ length: 40 }, (_, at) => ({
        query: `number n${from + at}`,
        grades: { [`d${from + at}`]: 1 },
      })),
    });
    await keepGoldenSet(test.library.retrieval, golden(0));
    const id = await test.plan();
    await test.act(id, { kind: 'start' });
    await test.until(id, 'ready', 'verifying');
    const { gate, stage } = (await test.held(id)).body.migration;
    expect(stage, gate?.words).toBe('ready');
    const [report] = await test.library.retrieval.store.migrations.reports(id, 1);
    expect(report?.body).toMatchObject({ verdict: 'pass', statistical: { queries: 40 }, queries: 40 });
    await keepGoldenSet(test.library.retrieval, golden(40));
    await expect(test.cutover(id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await test.until(id, 'stale');
    await test.act(id, { kind: 'verify' });
    await test.until(id, 'ready');
    await test.cutover(id);
    expect(test.library.collection().epoch).toBe(2);
  });

  it('that is cancelled takes the new index away and lets another begin', async () => {
    await fill(20);
    const id = await test.plan();
    await test.act(id, { kind: 'start' });
    await test.until(id, 'verifying');
    const { serving } = test.library.collection();
    await test.act(id, { kind: 'cancel' });
    expect(test.library.collection().indexes.map(({ version }) => version)).toEqual([serving]);
    await test.ready();
  });

  it('of a collection that is deleted under it ends with it, with words', async () => {
    await fill(200);
    const id = await test.plan(undefined, { documentsPerSecond: 20, batchesInFlight: 1, budgetUsd: null });
    await test.act(id, { kind: 'start' });
    await deleteCollection(test.library.retrieval, { environment, key, confirm: key }, by);
    await expect(test.act(id, { kind: 'pause' })).rejects.toThrow(/was deleted, and this migration with it/);
  });
});

describe('a backfill', () => {
  it('pauses, goes on where it was in another process, and goes faster when it is told to', async () => {
    await fill(300);
    const id = await test.plan(undefined, { documentsPerSecond: 40, batchesInFlight: 1, budgetUsd: null });
    await test.act(id, { kind: 'start' });
    const { to } = (await test.held(id)).body.migration;
    const covered = async () => (await test.library.retrieval.store.manifestSummary(index(to).slot)).covered;
    while ((await covered()) < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    await test.act(id, { kind: 'pause' });
    await test.restart();
    const before = await covered();
    expect(before).toBeLessThan(300);
    await expect(test.act(id, { kind: 'pause' })).rejects.toMatchObject(conflict('stage'));
    const throttle = { documentsPerSecond: 100_000, batchesInFlight: 8, budgetUsd: null };
    await test.act(id, { kind: 'resume' });
    await test.act(id, { kind: 'throttle', throttle });
    await test.until(id, 'verifying');
    expect(await covered()).toBe(300);
  });

  it('makes what the embedder refuses a dead letter: seen, tried again, or waived by its id at the cutover', async () => {
    await fill(30);
    const id = await test.plan();
    const { retrieval } = test.library;
    const { indexers } = retrieval;
    const { index: real } = indexers;
    const { to } = (await test.held(id)).body.migration;
    indexers.index = async (version, bodies, ...rest) => {
      if (version === to && bodies.some((body) => /n7\.|n9\./.test(body?.text ?? '')))
        throw new EmbeddingFailure('not-finite', 'A number is none', false);
      return real(version, bodies, ...rest);
    };
    await test.act(id, { kind: 'start' });
    await test.until(id, 'verifying');
    const target = { environment, id };
    expect(await describeMigration(retrieval, target)).toMatchObject({
      refusedCount: 2,
      refused: [
        { document: 'd7', error: 'A number is none' },
        { document: 'd9', error: 'A number is none' },
      ],
      lag: [
        { side: 'old', dead: 0 },
        { side: 'new', dead: 2, waiting: 0 },
      ],
    });
    // The gate lets them pass by name; the cutover does not.
    const [report] = await retrieval.store.migrations.reports(id, 1);
    expect(report?.body).toMatchObject({
      verdict: 'unjudged',
      hard: expect.arrayContaining([
        expect.objectContaining({ check: 'coverage', figure: expect.stringContaining('waive: d7, d9') }),
      ]),
    });
    await test.act(id, { kind: 'approve' }, second);
    await expect(test.cutover(id)).rejects.toMatchObject(conflict('dead-letters'));
    const canary: ActRequest = { kind: 'canary', percent: 5, segments: [] };
    expect((await dryRunAct(retrieval, target, canary, by.author)).warnings).toEqual([
      expect.stringMatching(/^2 documents could not be written to the new index/),
    ]);
    // One of them is mended and tried again, and the other one is waived.
    indexers.index = async (version, bodies, ...rest) => {
      if (version === to && bodies.some((body) => /n9\./.test(body?.text ?? '')))
        throw new EmbeddingFailure('not-finite', 'A number is none', false);
      return real(version, bodies, ...rest);
    };
    expect(
      await retrieval.store.retryDead({ slot: index(to).slot, documents: ['d7'], now: Date.now() }),
    ).toBe(1);
    await test.library.settled();
    const { epoch } = test.library.collection();
    const waiving = (waived: string[]): ActRequest => ({
      kind: 'cutover',
      epochSeen: epoch,
      confirmation: key,
      waived,
    });
    await expect(test.act(id, waiving(['d7']))).rejects.toThrow(/1 document .*\(d9\)/);
    await test.act(id, waiving(['d9']));
    expect(test.library.collection().serving).toBe(to);
    expect(await test.library.find('n7', { k: 30 })).toHaveLength(29);
    // A newer write of the waived document is taken as any other.
    indexers.index = real;
    await test.library.upsert({ id: 'd9', text: 'Okapis.' });
    await test.library.settled();
    expect(await test.library.find('okapis', { k: 1 })).toEqual(['d9']);
  });

  it('goes over dead letters again when it is asked to, and they are gone', async () => {
    await fill(10);
    const id = await test.plan();
    const { indexers } = test.library.retrieval;
    const { index: real } = indexers;
    const { to } = (await test.held(id)).body.migration;
    indexers.index = async (version, bodies, ...rest) => {
      if (version === to && bodies.some((body) => body?.text.includes('n3.')))
        throw new EmbeddingFailure('not-finite', 'A number is none', false);
      return real(version, bodies, ...rest);
    };
    await test.act(id, { kind: 'start' });
    await test.until(id, 'verifying');
    indexers.index = real;
    await test.act(id, { kind: 'backfill' });
    await test.until(id, 'verifying');
    expect(await test.library.retrieval.store.manifestSummary(index(to).slot)).toMatchObject({
      covered: 10,
      dead: 0,
    });
  });

  it('pauses where the embedder takes no text at all, and makes no document pay for it', async () => {
    await fill(10);
    const id = await test.plan();
    const { indexers } = test.library.retrieval;
    const { index: real } = indexers;
    const { to } = (await test.held(id)).body.migration;
    indexers.index = async (version, ...rest) => {
      if (version === to) throw new EmbeddingFailure('provider', 'The key is not valid', false);
      return real(version, ...rest);
    };
    await test.act(id, { kind: 'start' });
    await test.until(id, 'paused');
    expect((await test.held(id)).body.note).toMatch(/takes no text at all: The key is not valid\. Mend it/);
    expect(await test.library.retrieval.store.outboxCounts(index(to).slot)).toMatchObject({ dead: 0 });
    indexers.index = real;
    await test.act(id, { kind: 'resume' });
    await test.until(id, 'verifying');
    expect((await test.held(id)).body.stages.map(({ stage }) => stage)).toEqual([
      'dual-write',
      'backfilling',
      'paused',
      'backfilling',
      'verifying',
    ]);
  });
});

describe('a flip', () => {
  it('that cannot drain opens the fence, changes nothing and says why; nothing acknowledged is lost', async () => {
    await fill(40);
    const id = await test.ready();
    const { to } = (await test.held(id)).body.migration;
    await test.library.retrieval.pump.close();
    await test.library.upsert({ id: 'late', text: 'Okapis are late.' });
    const before = test.library.collection();
    await expect(test.cutover(id)).rejects.toThrow(/Nothing was flipped: 1 writes were still waiting/);
    expect(test.library.collection()).toMatchObject({
      serving: before.serving,
      epoch: before.epoch,
      fencedUntil: null,
    });
    expect((await test.held(id)).body.migration).toMatchObject({ stage: 'ready', pending: null });
    const { createPump } = await import('../retrieval/pump.ts');
    const { store, indexers, log: logger, now } = test.library.retrieval;
    test.library.retrieval.pump = createPump({ store, index: indexers.index, log: logger, now });
    test.library.retrieval.pump.start();
    await test.cutover(id);
    expect(test.library.collection().serving).toBe(to);
    expect(await test.library.find('okapis', { k: 1 })).toEqual(['late']);
  });

  it('back needs no gate; where the old index is behind it lists what would be stale and takes a typed name', async () => {
    await fill(40);
    const id = await test.ready();
    await test.cutover(id);
    const { from } = (await test.held(id)).body.migration;
    const { slot } = index(from);
    await test.library.upsert({ id: 'odd', text: 'Okapis.' });
    expect(await drained(test.library.retrieval, slot, 5_000)).toBe(true);
    // A dead letter on the old side only.
    test.library.data.tamper(
      `delete from manifests where slot = ${slot} and document = 'odd'`,
      `insert into outbox (slot, document, seq, state, attempts, next_at) select ${slot}, 'odd', seq, 'dead', 3, 0 from documents where id = 'odd'`,
    );
    const { epoch } = test.library.collection();
    await expect(test.reverse(id)).rejects.toMatchObject({
      details: {
        issues: [
          { path: 'old-index-behind', message: expect.stringContaining('1 document would be stale (odd)') },
        ],
      },
    });
    await test.act(id, { kind: 'reverse', epochSeen: epoch, confirmation: key });
    expect(test.library.collection()).toMatchObject({ serving: from, epoch: epoch + 1 });
  });

  it('that a crash left pending is performed by the next process, once', async () => {
    await fill(40);
    const id = await test.ready();
    await test.migrations.controller.close();
    const { epoch } = test.library.collection();
    const { decideAct } = await import('./act.ts');
    const request: ActRequest = { kind: 'cutover', epochSeen: epoch, confirmation: key, waived: [] };
    await decideAct(test.library.retrieval, { environment, id }, request, by);
    expect(test.library.collection().epoch).toBe(epoch);
    await expect(test.act(id, { kind: 'cancel' })).rejects.toMatchObject(conflict('flip-under-way'));
    const { performFlip } = await import('./flip.ts');
    const target = { environment, id };
    await Promise.all([1, 2, 3].map(() => performFlip(test.library.retrieval, target)));
    await test.restart();
    expect(test.library.collection().epoch).toBe(epoch + 1);
    expect((await test.held(id)).body.migration).toMatchObject({
      stage: 'serving-new',
      cutovers: 1,
      epoch: epoch + 1,
    });
  });
});

describe('a dry run', () => {
  it('of any act, allowed or not, changes no row', async () => {
    await fill(20);
    const id = await test.ready();
    await test.migrations.controller.close();
    const { epoch } = test.library.collection();
    const fingerprint = async () => {
      const connection = connect(test.library.data.file, {
        durability: 'FULL',
        busyMs: 2_000,
        readonly: true,
      });
      const tables = connection
        .prepare("select name from sqlite_master where type = 'table'")
        .pluck()
        .all() as string[];
      const rows = tables.map((table) => [table, connection.prepare(`select * from "${table}"`).all()]);
      connection.close();
      return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    };
    const before = await fingerprint();
    const kinds = ['start', 'pause', 'resume', 'backfill', 'verify', 'approve', 'cancel'] as const;
    const requests: ActRequest[] = [
      ...kinds.map((kind) => ({ kind })),
      { kind: 'throttle', throttle: { documentsPerSecond: 1, batchesInFlight: 1, budgetUsd: null } },
      { kind: 'cutover', epochSeen: epoch, confirmation: key, waived: [] },
      { kind: 'cutover', epochSeen: epoch + 1, confirmation: '', waived: [] },
      { kind: 'reverse', epochSeen: epoch, confirmation: null },
      { kind: 'retire', epochSeen: epoch, confirmation: key },
      { kind: 'canary', percent: 5, segments: ['nobody'] },
      { kind: 'canary', percent: 5, segments: [] },
      { kind: 'agree', to: 'cutover' },
    ];
    const allowed: string[] = [];
    for (const request of requests) {
      const run = await dryRunAct(test.library.retrieval, { environment, id }, request, by.author);
      if (run.allowed) allowed.push(request.kind);
      else expect(run.checks.filter(({ passed, mend }) => !passed && mend !== '')).not.toEqual([]);
    }
    await describeMigration(test.library.retrieval, { environment, id });
    await figuresOf(test.library.retrieval, { environment, id });
    expect(allowed).toEqual(['backfill', 'verify', 'cancel', 'cutover', 'canary']);
    expect(await fingerprint()).toBe(before);
  });
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { deleteCollection } from '../retrieval/changeCollection.ts';
import { createCollection } from '../retrieval/createCollection.ts';
import { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import { search } from '../retrieval/search.ts';
import { openTestMigration, second, type TestMigration } from '../testing/testMigration.ts';
import { by, environment, key, lexicalA } from '../testing/testRetrieval.ts';
import { type ActRequest, decideAct, dryRunAct } from './act.ts';
import { figuresOf } from './figures.ts';
import { describe as describeMigration, list, openMigrations } from './migrations.ts';

let test: TestMigration;
let errors: unknown[];
beforeEach(async () => {
  test = await openTestMigration();
  errors = [];
  test.library.retrieval.log.error = (...all: unknown[]) => void errors.push(all);
  const documents = Array.from({ length: 120 }, (_, at) => ({ id: `d${at}`, text: `Penguin number ${at}.` }));
  await test.library.upsert(...documents.slice(0, 100));
  await test.library.upsert(...documents.slice(100));
  await test.library.settled();
});
afterEach(() => test.close());

const slow = { documentsPerSecond: 20, batchesInFlight: 1, budgetUsd: null };
const start = async (throttle = slow) => {
  const id = await test.plan(undefined, throttle);
  await test.act(id, { kind: 'start' });
  return id;
};
/** Brings a migration to a stage, with whatever is under way there. */
const stages: Record<string, () => Promise<string>> = {
  draft: () => test.plan(),
  'dual-write': async () => {
    await test.migrations.controller.close();
    const id = await test.plan();
    await decideAct(test.library.retrieval, { environment, id }, { kind: 'start' }, by);
    test.migrations = openMigrations(test.library.retrieval);
    return id;
  },
  backfilling: () => start(),
  paused: async () => {
    const id = await start();
    await test.act(id, { kind: 'pause' });
    return id;
  },
  'verifying, with its gate at work': async () => {
    const id = await start({ ...slow, documentsPerSecond: 100_000 });
    await expect
      .poll(async () => (await test.held(id)).body.migration.stage, { timeout: 10_000, interval: 2 })
      .toBe('verifying');
    return id;
  },
  ready: () => test.ready(),
  canary: async () => {
    const id = await test.ready();
    await test.act(id, { kind: 'canary', percent: 50, segments: [] });
    return id;
  },
  'ready, with a flip under way': async () => {
    const id = await test.ready();
    await test.migrations.controller.close();
    const { epoch } = test.library.collection();
    const request: ActRequest = { kind: 'cutover', epochSeen: epoch, confirmation: key, waived: [] };
    await decideAct(test.library.retrieval, { environment, id }, request, by);
    test.migrations = openMigrations(test.library.retrieval);
    return id;
  },
  'serving-new': async () => {
    const id = await test.ready();
    await test.cutover(id);
    return id;
  },
  'serving-old': async () => {
    const id = await test.ready();
    await test.cutover(id);
    await test.reverse(id);
    return id;
  },
  retiring: async () => {
    const id = await test.ready();
    await test.cutover(id);
    await test.migrations.controller.close();
    const retire: ActRequest = {
      kind: 'retire',
      epochSeen: test.library.collection().epoch,
      confirmation: key,
    };
    await decideAct(test.library.retrieval, { environment, id }, retire, by);
    test.migrations = openMigrations(test.library.retrieval);
    return id;
  },
};

it.each(Object.keys(stages))(
  'a collection that is deleted while its migration is %s takes it along, with clear words, and nothing is stuck',
  async (stage) => {
    const id = (await stages[stage]?.()) ?? '';
    const { retrieval } = test.library;
    const target = { environment, id };
    await deleteCollection(retrieval, { environment, key, confirm: key }, by);
    test.migrations.controller.start();
    const gone = /was deleted, and this migration with it/;
    for (const request of [
      { kind: 'cancel' },
      { kind: 'verify' },
      { kind: 'cutover', epochSeen: 1, confirmation: key, waived: [] },
    ] satisfies ActRequest[]) {
      await expect(test.act(id, request)).rejects.toThrow(gone);
      await expect(dryRunAct(retrieval, target, request, second.author)).rejects.toThrow(gone);
    }
    await expect(test.migrations.controller.step(target)).rejects.toThrow(gone);
    await expect(describeMigration(retrieval, target)).rejects.toThrow(gone);
    await expect(figuresOf(retrieval, target)).rejects.toThrow(gone);
    expect(await list(retrieval, environment, 10)).toMatchObject([{ id, isDeleted: true }]);
    const asked = { environment, collection: key, query: 'penguin', k: 3 };
    await expect(search(retrieval, { ...asked, signal: AbortSignal.timeout(5_000) })).rejects.toThrow(
      'There is no collection "library"',
    );
    await expect(test.library.upsert({ id: 'x', text: 'y' })).rejects.toThrow(/no collection/);
    // The name is free, and another migration goes all the way.
    const version = IndexVersionDraft.parse(lexicalA);
    await createCollection(retrieval, { environment, key, name: 'Anew', description: '', version }, by);
    await test.library.upsert({ id: 'a', text: 'Okapis.' }, { id: 'b', text: 'Doves.' });
    await test.library.settled();
    const next = await test.ready();
    await test.cutover(next);
    expect(await test.library.find('okapis', { k: 1 })).toEqual(['a']);
    expect(errors).toEqual([]);
  },
  30_000,
);

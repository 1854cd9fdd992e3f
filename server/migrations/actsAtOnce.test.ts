import { afterEach, beforeEach, expect, it } from 'vitest';
import { renameCollection } from '../retrieval/changeCollection.ts';
import { openTestMigration, type TestMigration, unthrottled } from '../testing/testMigration.ts';
import { by, environment, key } from '../testing/testRetrieval.ts';
import type { ActRequest } from './act.ts';
import { decideAct } from './act.ts';

let test: TestMigration;
beforeEach(async () => {
  test = await openTestMigration();
  await test.library.upsert({ id: 'a', text: 'Penguins like ice.' }, { id: 'b', text: 'Camels.' });
  await test.library.settled();
});
afterEach(() => test.close());

const answered = <T>(all: PromiseSettledResult<T>[]) =>
  all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
const atOnce = (id: string, ...requests: ActRequest[]) =>
  Promise.allSettled(requests.map((request) => test.act(id, request)));
const revisions = () =>
  test.library.data.store.configuration.revisions({
    environment,
    limit: 100,
    resource: { kind: 'collection', key },
  });
const throttleOf = (documentsPerSecond: number): ActRequest => ({
  kind: 'throttle',
  throttle: { ...unthrottled, documentsPerSecond },
});

it('plans made at once for one collection make one migration', async () => {
  const all = await Promise.allSettled(Array.from({ length: 4 }, () => test.plan()));
  expect(answered(all)).toHaveLength(1);
  for (const one of all)
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringMatching(/already: finish/),
      });
  const kept = await test.library.retrieval.store.migrations.list({ environment, limit: 10 });
  expect(kept.map(({ id }) => id)).toEqual(answered(all));
});

it('an act that was answered has happened, also beside others at the same moment', async () => {
  const id = await test.plan();
  const steps = (await test.held(id)).stored.version;
  const done = answered(await atOnce(id, throttleOf(11), throttleOf(12), throttleOf(13), throttleOf(14)));
  expect(done.length).toBeGreaterThan(0);
  expect((await test.held(id)).stored.version).toBe(steps + done.length);
  expect((await revisions()).filter(({ kind }) => kind === 'commit')).toHaveLength(2 + done.length);
});

it('of cutovers at once, decided on the same epoch, one is answered; a canary and an agreement both happen', async () => {
  const id = await test.ready();
  const agree = () =>
    decideAct(test.library.retrieval, { environment, id }, { kind: 'agree', to: 'cutover' }, by, 'admin');
  await Promise.all([
    agree(),
    test.act(id, { kind: 'canary', percent: 10, segments: [] }),
    test.act(id, { kind: 'canary', percent: 60, segments: [] }),
  ]);
  const { migration } = (await test.held(id)).body;
  expect(migration.agreements).toHaveLength(1);
  expect([10, 60]).toContain(migration.canaryPercent);
  const { epoch } = test.library.collection();
  const cutover: ActRequest = { kind: 'cutover', epochSeen: epoch, confirmation: key, waived: [] };
  const all = await atOnce(id, cutover, cutover, cutover, cutover);
  expect(answered(all)).toHaveLength(1);
  expect(test.library.collection().epoch).toBe(epoch + 1);
});

it('the log says of a collection what it was called at that moment', async () => {
  const id = await test.plan();
  await Promise.all(
    [1, 2, 3].flatMap((turn) => [
      renameCollection(
        test.library.retrieval,
        { environment, key, name: `Name ${turn}`, description: '' },
        by,
      ),
      test.act(id, throttleOf(turn)),
    ]),
  );
  const names = (await revisions())
    .sort((a, b) => a.number - b.number)
    .map(({ changes }) => (changes[0]?.after as { name: string } | null)?.name);
  const { name } = test.library.collection();
  expect(names.at(-1)).toBe(name);
  // Once given, a name goes only by another one: three renames are three changes.
  expect(names.filter((one, at) => at > 0 && one !== names[at - 1])).toHaveLength(3);
});

it('what was prepared before somebody reversed does not retire the other index', async () => {
  const id = await test.ready();
  await test.cutover(id);
  const epochSeen = test.library.collection().epoch;
  await test.reverse(id);
  const retire: ActRequest = { kind: 'retire', epochSeen, confirmation: key };
  await expect(test.act(id, retire)).rejects.toThrow(/You saw epoch 2, it is 3 now/);
  expect(test.library.collection().indexes).toHaveLength(2);
});

it('a start whose index cannot be opened is undone, and cancelling it leaves what others have opened', async () => {
  const { store } = test.library.retrieval;
  const first = await test.plan();
  const { stored } = await test.held(first);
  // As an earlier version let it happen: two migrations of one collection.
  await store.migrations.create({ ...stored, id: 'other' });
  await test.act(first, { kind: 'start' });
  await test.until(first, 'verifying');
  const before = test.library.collection().indexes;
  expect(before).toHaveLength(2);
  await expect(test.act('other', { kind: 'start' })).rejects.toThrow(/already/);
  expect((await test.held('other')).body.migration.stage).toBe('draft');
  await test.act('other', { kind: 'cancel' });
  expect(test.library.collection().indexes).toEqual(before);
  await test.act(
    first,
    { kind: 'approve' },
    { author: { kind: 'person', id: 'bea', name: 'Bea' }, reason: '' },
  );
  await test.cutover(first);
});

it('a flip stands in the log as asked for, and once more as come about', async () => {
  const id = await test.ready();
  await test.cutover(id);
  const [done, asked] = (await revisions()).sort((a, b) => b.number - a.number);
  expect(asked).toMatchObject({ author: by.author, reason: by.reason });
  expect(done).toMatchObject({
    author: { kind: 'system' },
    reason: `The cutover that ${by.author.name} asked for came about: every query goes to the new index`,
  });
});

import { expect, it } from 'vitest';
import { decideAct } from '../migrations/act.ts';
import { openTestMigration } from '../testing/testMigration.ts';
import { by, environment, key } from '../testing/testRetrieval.ts';

it('knowngood index shows, tries, cuts over and reverses without a server', async () => {
  const test = await openTestMigration();
  try {
    const { knowngood } = test.library.data;
    expect(await knowngood('index', 'status', key)).toMatchObject({
      code: 2,
      error: expect.stringContaining('not being moved'),
    });
    await test.library.upsert({ id: 'a', text: 'Penguins like ice.' }, { id: 'b', text: 'Camels.' });
    await test.library.settled();
    await test.ready();
    // From now on nobody is there but the command.
    await test.migrations.controller.close();
    await test.library.retrieval.pump.close();
    await test.library.upsert({ id: 'c', text: 'Okapis.' });
    const status = await knowngood('index', 'status', key);
    expect(status.out).toMatch(/Stage: ready\. Epoch 1[\s\S]*A cutover would go through now/);
    expect(await knowngood('index', 'dry-run', key)).toMatchObject({
      code: 0,
      out: expect.stringContaining('ok      gate'),
    });
    const unconfirmed = await knowngood('index', 'cutover', key);
    expect([unconfirmed.code, unconfirmed.out]).toEqual([
      1,
      expect.stringContaining(`Type the collection's key`),
    ]);
    const { serving } = test.library.collection();
    const done = await knowngood('index', 'cutover', key, '--confirm', key, '--reason', 'At night');
    expect(done, done.error).toMatchObject({ code: 0, out: expect.stringContaining('the new index') });
    await test.library.data.configuration.reload(environment);
    await test.library.retrieval.directory.reload();
    expect(test.library.collection()).toMatchObject({ epoch: 2 });
    expect(test.library.collection().serving).not.toBe(serving);
    expect(await test.library.find('okapis', { k: 1 })).toEqual(['c']);
    expect((await knowngood('index', 'reverse', key)).code).toBe(0);
    await test.library.retrieval.directory.reload();
    expect(test.library.collection()).toMatchObject({ epoch: 3, serving });
    const log = await test.library.data.store.configuration.revisions({ environment, limit: 10 });
    expect(log.find(({ reason }) => reason === 'At night')?.author.id).toBe('command-line');
    expect((await knowngood('index', 'dance', key)).code).toBe(2);
  } finally {
    await test.close();
  }
}, 60_000);

it('knowngood index status tells what one needs at night: canary, lag, dead letters, live figures, and whether a reverse works', async () => {
  const test = await openTestMigration();
  try {
    const { knowngood } = test.library.data;
    await test.library.upsert({ id: 'a', text: 'Penguins like ice.' }, { id: 'b', text: 'Camels.' });
    await test.library.settled();
    const id = await test.plan();
    const draft = await knowngood('index', 'dry-run', key);
    expect(draft.code).toBe(1);
    expect(draft.out).toMatch(/REFUSED stage: This migration is not started/);
    expect(draft.out).toMatch(
      /Other acts:\n {2}ok {6}start\n {2}REFUSED pause: This migration is not started\. /,
    );
    await test.act(id, { kind: 'cancel' });
    const next = await test.ready();
    await test.act(next, { kind: 'canary', percent: 50, segments: [] });
    for (let at = 0; at < 20; at++) await test.library.find(`penguins ${at}`);
    await expect.poll(async () => (await test.held(next)).body.figures, { timeout: 10_000 }).not.toBeNull();
    const canary = await knowngood('index', 'status', key);
    expect(canary.out).toMatch(/Stage: canary\. Epoch 1, serving iv_\w+ \(the old index\)\./);
    expect(canary.out).toMatch(/Started \d+ s ago\./);
    expect(canary.out).toMatch(/Canary: 50% of queries go to the new index\./);
    expect(canary.out).toMatch(/The new index: 0 writes wait, 0 could not be applied\./);
    expect(canary.out).toMatch(/Verdict \d+ s ago: unjudged\./);
    expect(canary.out).toMatch(
      /Live queries of 10 minutes, as the server saw them \d+ s ago:\n {2}old index: \d+ queries, 0 found nothing, 0 failed, p50 \d+ ms, p99 \d+ ms\n {2}new index: \d+ queries/,
    );
    await test.cutover(next);
    await test.migrations.controller.close();
    expect((await knowngood('index', 'status', key)).out).toMatch(
      /Reverse: The old index has every write: one act sends all queries back to it\./,
    );
    const { from } = (await test.held(next)).body.migration;
    const slot = test.library.collection().indexes.find(({ version }) => version === from)?.slot;
    test.library.data.tamper(
      `delete from manifests where slot = ${slot} and document = 'b'`,
      `insert into outbox (slot, document, seq, state, attempts, next_at) select ${slot}, 'b', seq, 'dead', 3, 0 from documents where id = 'b'`,
    );
    const behind = await knowngood('index', 'status', key);
    expect(behind.out).toMatch(/Reverse: not as it is\. 1 document would be stale \(b\)\. Wait until/);
    expect(behind.out).toMatch(/The old index: 0 writes wait, 1 could not be applied\./);
  } finally {
    await test.close();
  }
}, 60_000);

it('knowngood index finishes a flip that a dead process left behind, and then does what was asked', async () => {
  const test = await openTestMigration();
  try {
    const { knowngood } = test.library.data;
    const { retrieval } = test.library;
    await test.library.upsert({ id: 'a', text: 'Penguins like ice.' }, { id: 'b', text: 'Camels.' });
    await test.library.settled();
    const id = await test.ready();
    await test.migrations.controller.close();
    await retrieval.pump.close();
    const leaveBehind = async () => {
      const { id: collection, epoch } = test.library.collection();
      const cutover = { kind: 'cutover' as const, epochSeen: epoch, confirmation: key, waived: [] };
      await decideAct(retrieval, { environment, id }, cutover, by);
      // The fence of the dead one is closed still.
      const now = Date.now();
      const fence = { collection, by: 'dead', epoch, now, until: now + 1_000 };
      expect(await retrieval.store.closeFence(fence)).toBe(true);
    };
    await leaveBehind();
    expect((await knowngood('index', 'status', key)).out).toMatch(
      /A cutover has been asked for and has not come about yet/,
    );
    const finished = await knowngood('index', 'cutover', key, '--confirm', key);
    expect(finished, finished.error).toMatchObject({
      code: 0,
      out: expect.stringMatching(/The cutover that was asked for before has come about: .* the new index/),
    });
    await knowngood('index', 'reverse', key);
    await test.library.data.configuration.reload(environment);
    await retrieval.directory.reload();
    expect(test.library.collection().epoch).toBe(3);
    await leaveBehind();
    const back = await knowngood('index', 'reverse', key);
    expect(back, back.error).toMatchObject({ code: 0, out: expect.stringContaining('the old index') });
    await retrieval.directory.reload();
    expect(test.library.collection().epoch).toBe(5);
  } finally {
    await test.close();
  }
}, 60_000);

import { expect, it } from 'vitest';
import { openTestMigration } from '../testing/testMigration.ts';
import { environment, key } from '../testing/testRetrieval.ts';

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
      expect.stringContaining(`Type the collection's name`),
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

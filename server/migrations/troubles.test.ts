import pino from 'pino';
import { expect, it, vi } from 'vitest';
import { openTestMigration } from '../testing/testMigration.ts';
import { environment, key } from '../testing/testRetrieval.ts';
import { decideAct } from './act.ts';
import { openMigrations } from './migrations.ts';
import { createTroubles } from './troubles.ts';

it('a migration that cannot go on is left alone for longer and longer, up to a minute, until it goes on', async () => {
  const test = await openTestMigration();
  try {
    const id = await test.plan();
    let now = 0;
    const log = pino({ level: 'silent' });
    const troubles = createTroubles({ ...test.library.retrieval, log }, 1_000, () => now);
    const rests: number[] = [];
    for (let turn = 0; turn < 8; turn++) {
      await troubles.note({ environment, id }, new Error('disk I/O error'));
      const began = now;
      while (troubles.isResting(id)) now += 1_000;
      rests.push((now - began) / 1_000);
    }
    expect(rests).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    expect((await test.held(id)).body.note).toMatch(/^It cannot go on \(the log of the server says why\)/);
    await troubles.over(id);
    expect((await test.held(id)).body.note).toBe('');
    expect(troubles.isResting(id)).toBe(false);
  } finally {
    await test.close();
  }
});

it('the controller says on the migration what it is in trouble with, and finishes once that is mended', async () => {
  const test = await openTestMigration();
  try {
    await test.library.upsert({ id: 'a', text: 'Penguins like ice.' });
    await test.library.settled();
    const id = await test.ready();
    await test.cutover(id);
    await test.migrations.controller.close();
    const { retrieval } = test.library;
    const retire = { kind: 'retire' as const, epochSeen: test.library.collection().epoch, confirmation: key };
    const who = { author: { kind: 'person' as const, id: 'ada', name: 'Ada' }, reason: '' };
    await decideAct(retrieval, { environment, id }, retire, who);
    retrieval.log.error = () => {};
    const broken = vi
      .spyOn(test.library.data.store.configuration, 'commitRevision')
      .mockRejectedValue(new Error('disk I/O error'));
    test.migrations = openMigrations(retrieval, { everyMs: 20, leaseMs: 10_000 });
    test.migrations.controller.start();
    const note = async () => (await test.held(id)).body.note;
    await expect.poll(note, { timeout: 10_000 }).toMatch(/^It cannot go on/);
    broken.mockRestore();
    await test.until(id, 'retired');
    await expect.poll(note, { timeout: 10_000 }).toBe('');
  } finally {
    await test.close();
  }
}, 30_000);

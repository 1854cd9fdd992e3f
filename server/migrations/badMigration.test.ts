import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backOff } from '../retrieval/backOff.ts';
import { good, ids, plainVersion, refusal, startBadInput } from '../testing/badInputServer.ts';

const patience = 60_000;

let test: Awaited<ReturnType<typeof startBadInput>>;
beforeAll(async () => {
  test = await startBadInput();
}, 60_000);
afterAll(() => test.close());

describe('a migration whose', () => {
  it(
    'embedder is down when it starts says so, can be paused, and goes on by itself once it is back',
    async () => {
      await test.embeddings.goDown('answers 503');
      try {
        const { key, id } = await test.make('migrating');
        const get = () => test.admin.migrations.get.query({ id });
        const trouble = /The embedder is in trouble, and is asked again: vectors\/letters-1/;
        await expect.poll(async () => (await get()).note, { timeout: 20_000 }).toMatch(trouble);
        await test.admin.migrations.act.mutate({ id, act: { kind: 'pause' } });
        expect(await test.stage(id)).toBe('paused');
        await test.admin.migrations.act.mutate({ id, act: { kind: 'resume' } });
        await test.embeddings.comeBack();
        await expect.poll(() => test.stage(id), { timeout: 40_000 }).toBe('verifying');
        expect((await get()).note).toBe('');
        await test.finish(key, id, ids(good));
      } finally {
        await test.embeddings.comeBack();
      }
    },
    patience,
  );

  it(
    'embedder gets documents of the backfill wrong names them, and takes them in once they are changed',
    async () => {
      const bad = { id: 'bad', text: 'Doves [nan]' };
      const { key, id } = await test.make('migrating', [...good, bad]);
      await test.refusesToCutOver(key, id, 'bad');
      expect(await test.letters(key)).toMatchObject([
        { document: 'bad', error: expect.stringMatching(/number/) },
      ]);
      await test.admin.ai.ingest.upsert.mutate({
        collection: key,
        documents: [{ id: 'bad', text: 'Doves' }],
      });
      await test.settled(key);
      await test.admin.migrations.act.mutate({ id, act: { kind: 'verify' } });
      await test.finish(key, id, [...ids(good), 'bad']);
    },
    patience,
  );

  it(
    'embedder refuses every text says what it needs, and goes on when it is mended',
    async () => {
      const { key, id } = await test.make('migrating', [{ id: 'good0', text: 'Penguins' }], 10_000);
      await test.until(id, 'verifying');
      await test.finish(key, id, ['good0']);
      const wrong = { embedder: { ...test.embeddings.version.embedder, dimensions: 17 } };
      await test.admin.migrations.act.mutate({
        id,
        act: { kind: 'retire', epochSeen: 2, confirmation: key },
      });
      await test.until(id, 'retired');
      const other = await test.admin.migrations.plan.mutate({ collection: key, version: wrong });
      await test.admin.migrations.act.mutate({ id: other.id, act: { kind: 'start' } });
      await test.until(other.id, 'paused');
      const { note } = await test.admin.migrations.get.query({ id: other.id });
      expect(note).toMatch(/takes no text at all.*16 dimensions, and the index version says 17.*resume/);
      expect(await test.found(key)).toEqual(['good0']);
      await test.admin.migrations.act.mutate({ id: other.id, act: { kind: 'cancel' } });
      expect(await test.found(key)).toEqual(['good0']);
    },
    patience,
  );

  it.each(['answers', 'answers 503'] as const)(
    'collection is deleted in the middle, while the embedder %s, ends with it in words, and its key is free again',
    async (how) => {
      const many = Array.from({ length: 150 }, (_, at) => ({ id: `d${at}`, text: `Ants ${at}` }));
      if (how !== 'answers') await test.embeddings.goDown(how);
      try {
        const { key, id } = await test.make('migrating', many, 20);
        await test.until(id, 'backfilling');
        expect(await refusal(test.admin.collections.delete.mutate({ key }))).toEqual({
          code: 'CONFLICT',
          message: expect.stringMatching(/in use: .*type its key/),
        });
        await test.admin.collections.delete.mutate({ key, confirm: key });
        const gone = { code: 'NOT_FOUND', message: expect.stringMatching(/was deleted|no collection/i) };
        const document = { id: 'd0', text: 'Doves' };
        for (const refused of [
          () => test.admin.migrations.act.mutate({ id, act: { kind: 'pause' } }),
          () => test.admin.migrations.get.query({ id }),
          () => test.admin.ai.ingest.upsert.mutate({ collection: key, documents: [document] }),
          () => test.admin.ai.search.mutate({ collection: key, query: 'ants', k: 5 }),
        ])
          expect(await refusal(refused())).toEqual(gone);
        const before = test.embeddings.requests();
        await test.admin.collections.create.mutate({ key, name: key, version: plainVersion });
        await test.admin.ai.ingest.upsert.mutate({ collection: key, documents: [document] });
        await test.settled(key);
        expect(await test.found(key)).toEqual(['d0']);
        // Nobody works for what is gone; what was under way has ended.
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(test.embeddings.requests() - before).toBeLessThanOrEqual(2);
        await test.admin.collections.delete.mutate({ key });
      } finally {
        await test.embeddings.comeBack();
      }
    },
    patience,
  );

  it('embedder is down for a minute makes no dead letters: it is asked for longer than that', () => {
    let waits = 0;
    for (let attempts = 1; backOff(attempts, true) !== null; attempts++)
      waits += backOff(attempts, true) ?? 0;
    expect(waits).toBeGreaterThan(180_000);
  });
});

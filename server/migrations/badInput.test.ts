import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../testing/badEmbeddings.ts';
import { good, ids, refusal, startBadInput } from '../testing/badInputServer.ts';

/** How long an embedder is down; the waits between tries grow with it. */
const downMs = Number(process.env.KG_DOWN_MS ?? 1_500);
const patience = 60_000 + 4 * downMs;

let test: Awaited<ReturnType<typeof startBadInput>>;
beforeAll(async () => {
  test = await startBadInput();
}, 60_000);
afterAll(() => test.close());

describe.each(['alone', 'migrating'] as const)('a collection that is %s, given', (phase) => {
  it(
    'vectors that are wrong or hold no number: each document is named with what is wrong, the others are indexed',
    async () => {
      const { key, id } = await test.make(phase);
      if (id !== '') await test.until(id, 'verifying');
      const bad = Object.keys(faults).map((fault) => ({ id: fault, text: `Doves ${fault}` }));
      const done = await test.admin.ai.ingest.upsert.mutate({
        collection: key,
        documents: [{ id: 'early', text: 'Ants dig' }, ...bad, { id: 'late', text: 'Bees dance' }],
      });
      expect(done.documents.every(({ result }) => result === 'written')).toBe(true);
      await test.settled(key);
      const said = new Map((await test.letters(key)).map(({ document, error }) => [document, error]));
      expect([...said.keys()].toSorted()).toEqual(Object.keys(faults).toSorted());
      for (const [document, words] of Object.entries({
        '[nan]': /vectors\/letters-1.*number/,
        '[null]': /vectors\/letters-1.*a number that is none/,
        '[infinite]': /vectors\/letters-1.*a number that is none/,
        '[huge]': /vectors\/letters-1.*a number that is none/,
        '[short]': /15 dimensions, and the index version says 16/,
        '[long]': /17 dimensions, and the index version says 16/,
      }))
        expect(said.get(document)).toMatch(words);
      const all = [...ids(good), 'early', 'late'];
      // Meanwhile the serving index answers, and where it is another one, with everything.
      expect(await test.found(key)).toEqual((phase === 'alone' ? all : [...all, ...ids(bad)]).toSorted());
      if (id !== '') {
        await test.admin.migrations.act.mutate({ id, act: { kind: 'verify' } });
        await test.refusesToCutOver(key, id, '[huge]');
      }
      // Mended, they are tried again by whoever is asked to, and nothing was lost.
      test.embeddings.mend();
      try {
        const version = (await test.letters(key))[0]!.version;
        expect(await test.admin.collections.retryDeadLetters.mutate({ key, version })).toEqual({
          retried: bad.length,
        });
        await test.settled(key);
        expect(await test.letters(key)).toEqual([]);
        if (id !== '') {
          await test.admin.migrations.act.mutate({ id, act: { kind: 'verify' } });
          await test.finish(key, id, [...all, ...ids(bad)]);
        }
        expect(await test.found(key)).toEqual([...all, ...ids(bad)].toSorted());
      } finally {
        test.embeddings.mend(false);
      }
    },
    patience,
  );

  it.each(['refuses', 'answers 503', 'cuts'] as const)(
    'an embedder that %s for a while: writes are safe, searches say why, and all is caught up',
    async (how) => {
      const { key, id } = await test.make(phase);
      if (id !== '') await test.until(id, 'verifying');
      await test.settled(key);
      await test.embeddings.goDown(how);
      try {
        const more = Array.from({ length: 40 }, (_, at) => ({ id: `more${at}`, text: `Ants ${at}` }));
        await test.admin.ai.ingest.upsert.mutate({ collection: key, documents: more });
        await test.admin.ai.ingest.remove.mutate({ collection: key, ids: ['good0'] });
        const search = test.admin.ai.search.mutate({ collection: key, query: 'camels', k: 5 });
        if (phase === 'alone')
          expect(await refusal(search)).toMatchObject({
            code: 'SERVICE_UNAVAILABLE',
            message: expect.stringMatching(/cannot be searched right now: vectors\/letters-1/),
          });
        else expect((await search).passages).not.toEqual([]);
        await new Promise((resolve) => setTimeout(resolve, downMs));
        expect(await test.letters(key)).toEqual([]);
        expect(await test.waiting(key)).toBeGreaterThanOrEqual(41);
        await test.embeddings.comeBack();
        await expect.poll(() => test.waiting(key), { timeout: 40_000 + downMs }).toBe(0);
        const left = [...ids(more), 'good1', 'good2'];
        if (id !== '') {
          await test.admin.migrations.act.mutate({ id, act: { kind: 'verify' } });
          await test.finish(key, id, left);
        }
        expect(await test.found(key)).toEqual(left.toSorted());
      } finally {
        await test.embeddings.comeBack();
      }
    },
    patience + 40_000,
  );

  it(
    'a document of 5 MB: it is refused by name with what to do, and nothing of its batch is stored',
    async () => {
      const { key, id } = await test.make(phase);
      const documents = [
        { id: 'small', text: 'Ants dig' },
        { id: 'huge', text: 'x'.repeat(5_000_000) },
      ];
      expect(await refusal(test.admin.ai.ingest.upsert.mutate({ collection: key, documents }))).toEqual({
        code: 'PAYLOAD_TOO_LARGE',
        message:
          'The document "huge" has 5000000 characters, and 1000000 is the most: send it in parts, each with an id of its own. Nothing was stored.',
      });
      await test.settled(key);
      if (id !== '') await test.finish(key, id, ids(good));
      expect(await test.found(key)).toEqual(ids(good));
    },
    patience,
  );

  it(
    'documents without text: they are stored with a warning, and count as covered',
    async () => {
      const empty = ['', ' ', '\n\t'].map((text, at) => ({ id: `empty${at}`, text }));
      const { key, id } = await test.make(phase, [...good, empty[0]!]);
      const { documents } = await test.admin.ai.ingest.upsert.mutate({ collection: key, documents: empty });
      expect(documents.map(({ result, warning }) => [result, warning])).toEqual([
        ['unchanged', expect.stringMatching(/no text/)],
        ['written', expect.stringMatching(/no text/)],
        ['written', expect.stringMatching(/no text/)],
      ]);
      await test.settled(key);
      if (id !== '') await test.finish(key, id, ids(good));
      for (const index of (await test.admin.collections.get.query({ key })).coverage)
        expect(index).toMatchObject({ documents: 6, covered: 6, withoutText: 3, dead: 0 });
      expect(await test.found(key)).toEqual(ids(good));
    },
    patience,
  );

  it(
    'the same id twice in a batch: it is refused by name, and nothing is stored or removed',
    async () => {
      const { key, id } = await test.make(phase);
      const twice = [
        { id: 'new', text: 'Ants' },
        { id: 'good0', text: 'Doves' },
        { id: 'good0', text: 'Crows' },
      ];
      const words = /"good0" stands in this batch twice.*Nothing was stored/;
      for (const refused of [
        () => test.admin.ai.ingest.upsert.mutate({ collection: key, documents: twice }),
        () => test.admin.ai.ingest.remove.mutate({ collection: key, ids: ['good0', 'good1', 'good0'] }),
      ])
        expect(await refusal(refused())).toEqual({
          code: 'BAD_REQUEST',
          message: expect.stringMatching(words),
        });
      await test.settled(key);
      if (id !== '') await test.finish(key, id, ids(good));
      expect(await test.found(key)).toEqual(ids(good));
      const stored = await test.admin.collections.document.query({ key, id: 'good0' });
      expect(stored.body?.text).toBe('Penguins like ice');
    },
    patience,
  );
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NewDocument } from '../../shared/model/document.ts';
import { KnowngoodError } from '../errors.ts';
import {
  by,
  environment,
  key,
  openTestRetrieval,
  startEmbeddings,
  type TestRetrieval,
} from '../testing/testRetrieval.ts';
import { deleteCollection } from './changeCollection.ts';
import { removeDocuments, upsertDocuments } from './ingest.ts';

let library: TestRetrieval;
beforeEach(async () => {
  library = await openTestRetrieval();
});
afterEach(() => library.close());

const remove = (...ids: string[]) =>
  removeDocuments(library.retrieval, { environment, collection: key, ids });
const failure = (promise: Promise<unknown>): Promise<KnowngoodError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail')),
    (error: unknown) => {
      if (error instanceof KnowngoodError) return error;
      throw error;
    },
  );
const coverage = () => library.retrieval.store.manifestSummary(library.collection().indexes[0]!.slot);

describe('a document', () => {
  it('is found once it is applied, by its newest text alone, and not after its removal', async () => {
    await library.upsert(
      { id: 'a', text: 'Penguins live on the ice of Antarctica.' },
      { id: 'b', text: 'Camels cross the desert.' },
    );
    await library.settled();
    expect(await library.find('penguins')).toEqual(['a', 'b']);
    await library.upsert({ id: 'a', text: 'Elephants remember everything.' });
    await library.settled();
    expect((await library.find('elephants'))[0]).toBe('a');
    await remove('a');
    await library.settled();
    expect(await library.find('elephants')).toEqual(['b']);
  });

  it('with the same content again changes nothing, and neither does removing what is not there', async () => {
    const [first] = await library.upsert({ id: 'a', text: 'One' });
    const [again] = await library.upsert({ id: 'a', text: 'One' });
    expect([first?.result, again?.result, again?.seq]).toEqual(['written', 'unchanged', first?.seq]);
    expect((await remove('nowhere'))[0]?.result).toBe('unchanged');
    const [gone] = await remove('a');
    expect([gone?.result, (await remove('a'))[0]?.result]).toEqual(['written', 'unchanged']);
    // The same content after a removal is a new write.
    const [back] = await library.upsert({ id: 'a', text: 'One' });
    expect([back?.result, (back?.seq ?? 0) > (gone?.seq ?? 0)]).toEqual(['written', true]);
  });

  it('without text is stored, said to be so, and counts as covered', async () => {
    const [empty] = await library.upsert({ id: 'empty', text: ' \n ' });
    expect(empty?.warning).toMatch(/no text/);
    await library.settled();
    expect(await coverage()).toMatchObject({ documents: 1, covered: 1, withoutText: 1, chunks: 0 });
  });

  it('of more text than allowed is refused by name, and the others of its batch are not stored either', async () => {
    const error = await failure(
      library.upsert({ id: 'ok', text: 'fine' }, { id: 'huge', text: 'x'.repeat(5_000_000) }),
    );
    expect([error.code, error.message]).toEqual([
      'TOO_LARGE',
      expect.stringMatching(/"huge" has 5000000 characters/),
    ]);
    expect(await coverage()).toMatchObject({ documents: 0 });
  });

  it('that stands in a batch twice is refused, and nothing is stored', async () => {
    const error = await failure(
      library.upsert({ id: 'a', text: 'x' }, { id: 'b', text: 'y' }, { id: 'a', text: 'z' }),
    );
    expect([error.code, error.message]).toEqual([
      'INVALID',
      expect.stringMatching(/"a" stands in this batch twice/),
    ]);
    expect(await coverage()).toMatchObject({ documents: 0 });
  });
});

describe('a closed fence', () => {
  // The threads are up by then: writes are to wait for the fence, and for nothing else.
  beforeEach(async () => {
    await coverage();
    await remove('nothing');
  });
  const close = (forMs: number) => {
    const { id, epoch } = library.collection();
    const now = Date.now();
    return library.retrieval.store.closeFence({ collection: id, epoch, by: 'me', now, until: now + forMs });
  };

  it('lets a write wait, and acknowledges it once it opens', async () => {
    expect(await close(60_000)).toBe(true);
    let acknowledged = false;
    const writing = library.upsert({ id: 'a', text: 'x' }).then(() => {
      acknowledged = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(acknowledged).toBe(false);
    expect(await coverage()).toMatchObject({ documents: 0 });
    const { id } = library.collection();
    expect(await library.retrieval.store.openFence({ collection: id, by: 'me', now: Date.now() })).toBe(true);
    await writing;
    expect(acknowledged).toBe(true);
  });

  it('that stays closed refuses the write in words, unacknowledged and retryable', async () => {
    await close(60_000);
    const error = await failure(library.upsert({ id: 'a', text: 'x' }));
    expect([error.code, error.details.retryAfter, error.message]).toEqual([
      'UNAVAILABLE',
      1,
      expect.stringMatching(/send it again/),
    ]);
    expect(await coverage()).toMatchObject({ documents: 0 });
  });

  it('belongs to whoever closed it, and opens by itself when they are gone', async () => {
    await close(300);
    const { id, epoch } = library.collection();
    const { store } = library.retrieval;
    const now = Date.now();
    expect(await store.closeFence({ collection: id, epoch, by: 'other', now, until: now + 1_000 })).toBe(
      false,
    );
    expect(await store.openFence({ collection: id, by: 'other', now })).toBe(false);
    await library.upsert({ id: 'a', text: 'x' });
    expect(
      await store.closeFence({
        collection: id,
        epoch: epoch + 1,
        by: 'other',
        now: Date.now(),
        until: now + 9_999,
      }),
    ).toBe(false);
  });
});

describe('an index that has no more room', () => {
  it('takes no document that would not fit, says how many bytes it holds, and goes on when there is room', async () => {
    const own = await openTestRetrieval({ indexMemoryBytes: 3 * 256 * 4 });
    try {
      await own.upsert(...['a', 'b'].map((id) => ({ id, text: `Text of ${id}` })));
      await own.settled();
      const long = { id: 'long', text: 'A sentence of some words that goes on. '.repeat(100) };
      await own.upsert(long);
      await own.settled();
      const { id } = own.collection();
      const letters = () => own.retrieval.store.deadLetters({ collection: id, after: null, limit: 10 });
      expect(await letters()).toMatchObject([
        { document: 'long', error: expect.stringMatching(/no room.*INDEX_MEMORY_MB/) },
      ]);
      await own.upsert({ id: 'c', text: 'Text of c' });
      await own.settled();
      const error = await failure(own.upsert({ id: 'd', text: 'Text of d' }));
      expect([error.code, error.message]).toEqual([
        'TOO_LARGE',
        expect.stringMatching(/take 3072 bytes of memory/),
      ]);
      expect((await own.find('text')).toSorted()).toEqual(['a', 'b', 'c']);
      await removeDocuments(own.retrieval, { environment, collection: key, ids: ['a', 'long'] });
      await own.settled();
      await own.upsert({ id: 'd', text: 'Text of d' });
      await own.settled();
      expect((await own.find('text')).toSorted()).toEqual(['b', 'c', 'd']);
      expect(await letters()).toEqual([]);
    } finally {
      await own.close();
    }
  });
});

describe('a collection that is deleted', () => {
  it('refuses writes at once, and everything of it goes', async () => {
    await library.upsert({ id: 'a', text: 'Penguins' }, { id: 'b', text: 'Camels' });
    await library.settled();
    const { slot } = library.collection().indexes[0]!;
    const stale = { ...library.retrieval, directory: { ...library.retrieval.directory } };
    const seen = library.collection();
    await deleteCollection(library.retrieval, { environment, key, confirm: null }, by);
    // Somebody who has not heard of it yet.
    let asked = 0;
    stale.directory.find = () => (asked++ === 0 ? seen : library.retrieval.directory.find(environment, key));
    const document = NewDocument.parse({ id: 'c', text: 'x' });
    const error = await failure(
      upsertDocuments(stale, { environment, collection: key, documents: [document] }),
    );
    expect([error.code, error.message]).toEqual(['NOT_FOUND', expect.stringMatching(/was deleted/)]);
    expect((await failure(library.upsert({ id: 'c', text: 'x' }))).code).toBe('NOT_FOUND');
    const step = { before: Date.now() + 1, limit: 1 };
    let steps = 0;
    while ((await library.retrieval.store.removeStep(step)) > 0) steps++;
    // Two chunks, two manifests, two documents, one by one; then the index and the collection themselves.
    expect(steps).toBe(8);
    await expect(library.retrieval.store.manifestSummary(slot)).rejects.toThrow(/no index/);
    const tables = library.data.knowngood('verify');
    expect((await tables).code).toBe(0);
  });
});

describe('an embedder that fails', () => {
  it.each([
    ['short', /vector of 7 dimensions, and the index version says 8/],
    ['huge', /a number that is none/],
  ] as const)(
    'with a %s vector leaves a dead letter that says so, and the other documents are indexed',
    async (mode, words) => {
      const upstream = await startEmbeddings(8);
      const own = await openTestRetrieval({ providers: [upstream.provider], version: upstream.version });
      try {
        upstream.state.mode = mode;
        await own.upsert(
          { id: 'good', text: 'abc' },
          { id: 'worse', text: 'a bad one' },
          { id: 'fine', text: 'xyz' },
        );
        await own.settled();
        expect(await own.find('abc')).toEqual(expect.arrayContaining(['good', 'fine']));
        const letters = await own.retrieval.store.deadLetters({
          collection: own.collection().id,
          after: null,
          limit: 10,
        });
        expect(letters).toEqual([
          expect.objectContaining({ document: 'worse', attempts: 3, error: expect.stringMatching(words) }),
        ]);
        upstream.state.mode = 'answers';
        const { slot } = own.collection().indexes[0]!;
        expect(await own.retrieval.store.retryDead({ slot, documents: null, now: Date.now() })).toBe(1);
        await own.settled();
        expect(await own.find('a bad one')).toHaveLength(3);
      } finally {
        await own.close();
        await upstream.close();
      }
    },
  );

  it('for a while loses nothing: writes are acknowledged, searches say why they cannot be, and it catches up', async () => {
    const upstream = await startEmbeddings(8);
    const own = await openTestRetrieval({ providers: [upstream.provider], version: upstream.version });
    try {
      upstream.state.mode = 'down';
      const documents = Array.from({ length: 150 }, (_, index) => ({
        id: `d${index}`,
        text: `text ${index}`,
      }));
      await own.upsert(...documents);
      const error = await failure(own.find('text'));
      expect([error.code, error.message]).toEqual([
        'UNAVAILABLE',
        expect.stringMatching(/cannot be searched right now/),
      ]);
      const { slot } = own.collection().indexes[0]!;
      expect(await own.retrieval.store.outboxCounts(slot)).toMatchObject({ waiting: 150, dead: 0 });
      upstream.state.mode = 'answers';
      await own.settled();
      expect(await own.retrieval.store.manifestSummary(slot)).toMatchObject({ covered: 150, dead: 0 });
      expect(upstream.state.largest).toBeLessThanOrEqual(64);
    } finally {
      await own.close();
      await upstream.close();
    }
  }, 60_000);
});

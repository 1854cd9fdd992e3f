import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentBody } from '../../shared/model/document.ts';
import type { PendingDocument } from '../store/retrieval.ts';
import { connect } from '../store/sqlite/connect.ts';
import {
  by,
  environment,
  key,
  lexicalB,
  openTestRetrieval,
  type TestRetrieval,
} from '../testing/testRetrieval.ts';
import { deleteCollection } from './changeCollection.ts';
import { createCollection } from './createCollection.ts';
import { removeDocuments } from './ingest.ts';
import { drained, flipActive, removeLiveVersion } from './liveVersions.ts';
import { IndexVersionDraft } from './prepareVersion.ts';

let library: TestRetrieval;
beforeAll(async () => {
  library = await openTestRetrieval();
});
afterAll(() => library.close());

const store = () => library.retrieval.store;
const plain = IndexVersionDraft.parse({
  embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
});

/** The collection anew, with nothing in it. */
async function startOver(): Promise<void> {
  await deleteCollection(library.retrieval, { environment, key, confirm: key }, by);
  const request = { environment, key, name: 'Library', description: '', version: plain };
  await createCollection(library.retrieval, request, by);
}

/** What the tables of an index hold, read past everything. */
function contents(slot: number): { chunks: [string, string][]; covered: string[] } {
  const connection = connect(library.data.file, { durability: 'FULL', busyMs: 2_000, readonly: true });
  try {
    const chunks = connection
      .prepare(`select document, text from chunks_${slot} order by document, chunk`)
      .raw()
      .all() as [string, string][];
    const covered = connection
      .prepare('select document from manifests where slot = ? and deleted = 0 order by document')
      .pluck()
      .all(slot) as string[];
    return { chunks, covered };
  } finally {
    connection.close();
  }
}

/** The searching thread finds what comparing every stored vector finds, read straight from the table. */
async function expectExact(slot: number): Promise<void> {
  const connection = connect(library.data.file, { durability: 'FULL', busyMs: 2_000, readonly: true });
  const rows = connection.prepare(`select document, vector from chunks_${slot}`).all() as {
    document: string;
    vector: Buffer;
  }[];
  connection.close();
  const dimensions = library.collection().indexes.find((index) => index.slot === slot)!.dimensions;
  const query = Float32Array.from({ length: dimensions }, (_, index) => Math.sin(index + 1));
  const length = (vector: Float32Array) => Math.hypot(...vector);
  const scores = rows.map(({ vector }) => {
    const floats = new Float32Array(
      vector.buffer.slice(vector.byteOffset, vector.byteOffset + vector.byteLength),
    );
    return (
      floats.reduce((sum, value, index) => sum + value * query[index]!, 0) / (length(floats) * length(query))
    );
  });
  const found = await store().search({ slot, metric: 'cosine', vector: query, k: 3, per: 'chunk' });
  const expected = scores.toSorted((a, b) => b - a).slice(0, 3);
  expect(found.hits).toHaveLength(expected.length);
  found.hits.forEach(({ score }, index) => {
    expect(score).toBeCloseTo(expected[index]!, 5);
  });
  expect(await store().inspectVectors({ slot, after: null, limit: 100 })).toEqual({
    checked: rows.length,
    wrongLength: 0,
    notFinite: 0,
    zero: 0,
    examples: [],
    last: null,
  });
}

interface Write {
  id: string;
  seq: number;
  /** Null for a removal. */
  text: string | null;
}

const newest = (writes: readonly Write[]): Map<string, string | null> => {
  const sorted = writes.toSorted((a, b) => a.seq - b.seq);
  return new Map(sorted.map(({ id, text }) => [id, text]));
};

async function write(id: string, text: string | null): Promise<Write[]> {
  const request = { environment, collection: key };
  const [done] =
    text === null
      ? await removeDocuments(library.retrieval, { ...request, ids: [id] })
      : await library.upsert({ id, text });
  return done?.result === 'written' ? [{ id, seq: done.seq, text }] : [];
}

async function apply(slot: number, version: string, epoch: number, taken: readonly PendingDocument[]) {
  const bodies: (DocumentBody | null)[] = taken.map(({ body }) => body);
  const chunks = await library.retrieval.indexers.index(version, bodies, AbortSignal.timeout(10_000));
  return store().apply({
    slot,
    epoch,
    documents: taken.map(({ document, seq, hash, body }, index) => {
      return { document, seq, hash, body, chunks: chunks[index] ?? [] };
    }),
  });
}

/** Goes over an index page by page, as a backfill does; what it reads may be old before it is written. */
async function backfill(slot: number, version: string, hold: PendingDocument[]): Promise<void> {
  let after: string | null = null;
  do {
    const page = await store().backfillPage({ slot, after, limit: 2 });
    hold.push(...page.documents);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await apply(slot, version, page.epoch, page.documents);
    after = page.last;
  } while (after !== null);
}

const writes = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    text: fc.constantFrom(null, '', 'Camels cross deserts.', 'Penguins like ice.', 'Whales sing in the sea.'),
  }),
  { maxLength: 10 },
);

describe('writes from several sides while another version is filled', () => {
  it('leave in each index the newest of each document, whatever is applied again, and no removed one', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.array(writes, { minLength: 2, maxLength: 3 }), async (before, sides) => {
        await startOver();
        const done: Write[] = [];
        for (const { id, text } of before) done.push(...(await write(id, text)));
        const added = await library.addVersion(lexicalB);
        // The searching thread has its vectors from before, and must take in what changes.
        await library.find('penguins');
        const hold: PendingDocument[] = [];
        const { epoch } = library.collection();
        const side = async (own: typeof before) => {
          for (const { id, text } of own) done.push(...(await write(id, text)));
        };
        await Promise.all([...sides.map(side), backfill(added.slot, added.version, hold)]);
        await library.settled();
        // A second pass finishes what the first could not see; then everything old once more, in any order.
        await backfill(added.slot, added.version, hold);
        await apply(added.slot, added.version, epoch, hold.toReversed());

        const expected = [...newest(done)].filter(([, text]) => text !== null).toSorted();
        for (const { slot } of library.collection().indexes) {
          const { chunks, covered } = contents(slot);
          expect(chunks).toEqual(expected.filter(([, text]) => text !== ''));
          // Documents without text are covered too.
          expect(covered).toEqual(expected.map(([id]) => id));
          expect(await store().manifestSummary(slot)).toMatchObject({
            documents: expected.length,
            covered: expected.length,
            chunks: chunks.length,
            orphans: 0,
            waiting: 0,
            dead: 0,
          });
        }
        for (const { slot } of library.collection().indexes) await expectExact(slot);
        for (const version of library.collection().indexes.map((index) => index.version))
          expect((await library.find('penguins camels whales', { version })).toSorted()).toEqual(
            expected.filter(([, text]) => text !== '').map(([id]) => id),
          );
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe('an older write', () => {
  it('is not applied even where the newer one still waits, and a removed document stays removed', async () => {
    await startOver();
    await library.upsert({ id: 'a', text: 'Penguins' }, { id: 'b', text: 'Camels' });
    await library.settled();
    const added = await library.addVersion(lexicalB);
    const page = await store().backfillPage({ slot: added.slot, after: null, limit: 10 });
    // Due in an hour: for the workers of this test it stays waiting.
    const now = Date.now() + 3_600_000;
    const { id: collection } = library.collection();
    const body = { title: '', text: 'Whales', metadata: {} };
    const documents = [
      { id: 'a', hash: 'new', body },
      { id: 'b', hash: '', body: null },
    ];
    await store().write({ collection, at: new Date().toISOString(), now, documents });
    expect(await apply(added.slot, added.version, page.epoch, page.documents)).toEqual(['stale', 'stale']);
    expect(contents(added.slot)).toEqual({ chunks: [], covered: [] });
    const taken = await store().take({ slot: added.slot, now, limit: 10 });
    expect(await apply(added.slot, added.version, taken.epoch, taken.documents)).toEqual([
      'applied',
      'applied',
    ]);
    expect(await apply(added.slot, added.version, taken.epoch, taken.documents)).toEqual([
      'current',
      'current',
    ]);
    expect(await apply(added.slot, added.version, page.epoch, page.documents)).toEqual(['stale', 'stale']);
    expect(contents(added.slot)).toEqual({ chunks: [['a', 'Whales']], covered: ['a'] });
    expect(await store().outboxCounts(added.slot)).toMatchObject({ waiting: 0, dead: 0 });
  });
});

describe('a worker of an earlier epoch', () => {
  it('cannot write, neither after the pointer has moved nor after another has taken over', async () => {
    await startOver();
    await library.upsert({ id: 'a', text: 'Penguins' });
    await library.settled();
    const added = await library.addVersion(lexicalB);
    const page = await store().backfillPage({ slot: added.slot, after: null, limit: 10 });
    const { id, epoch, serving } = library.collection();
    expect(await store().advanceEpoch(id, epoch)).toBe(epoch + 1);
    expect(await store().advanceEpoch(id, epoch)).toBeNull();
    const before = contents(added.slot);
    expect(await apply(added.slot, added.version, page.epoch, page.documents)).toEqual(['fenced']);
    expect(contents(added.slot)).toEqual(before);
    await library.retrieval.directory.reload();
    const step = { collection: library.collection(), epoch: epoch + 1, record: null };
    const to = { from: serving, to: added.version, waive: [], allowStale: false };
    await expect(flipActive(library.retrieval, { ...step, ...to, epoch }, by)).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { refusal: { check: 'epoch', figure: epoch + 1 } },
    });
    await flipActive(library.retrieval, { ...step, ...to }, by);
    expect(await apply(added.slot, added.version, epoch + 1, page.documents)).toEqual(['fenced']);
    expect(library.collection()).toMatchObject({ serving: added.version, epoch: epoch + 2 });
  });
});

describe('a document that a backfill gives up on', () => {
  it('becomes a dead letter of its newest write only, where nothing else has been done about it', async () => {
    await startOver();
    await library.upsert(...['a', 'b', 'c', 'd'].map((id) => ({ id, text: `Penguins like ${id}.` })));
    await library.settled();
    const { slot, version } = await library.addVersion(lexicalB);
    const { epoch, id: collection } = library.collection();
    const page = await store().backfillPage({ slot, after: null, limit: 10 });
    const [a, b, c, d] = page.documents as [
      PendingDocument,
      PendingDocument,
      PendingDocument,
      PendingDocument,
    ];
    // b was written by somebody else meanwhile, and c is newer and waits.
    expect(await apply(slot, version, epoch, [b])).toEqual(['applied']);
    const body = { title: '', text: 'Newer', metadata: {} };
    const at = new Date().toISOString();
    const later = Date.now() + 3_600_000;
    await store().write({ collection, at, now: later, documents: [{ id: 'c', hash: 'h', body }] });
    const letters = (documents: PendingDocument[]) => ({
      slot,
      documents: documents.map(({ document, seq }) => ({ document, seq, error: 'It is refused' })),
      at,
    });
    await store().bury({ ...letters([a, b, c, d]), epoch: epoch + 1 });
    const found = async () =>
      (await store().deadLetters({ collection, after: null, limit: 10, version })).map(
        ({ document, error, attempts }) => [document, error, attempts],
      );
    expect(await found()).toEqual([]);
    await store().bury({ ...letters([a, b, c]), epoch });
    await store().bury({ ...letters([a]), epoch });
    expect(await found()).toEqual([['a', 'It is refused', 1]]);
    expect(await store().outboxCounts(slot)).toMatchObject({ dead: 1, waiting: 1 });
    // Written after all, the letter is gone.
    expect(await apply(slot, version, epoch, [a, d])).toEqual(['applied', 'applied']);
    expect(await store().outboxCounts(slot)).toMatchObject({ dead: 0 });
  });
});

describe('moving the pointer', () => {
  it('is refused while writes wait or have failed on the other side, unless waived, and then changes nothing', async () => {
    await startOver();
    const added = await library.addVersion(lexicalB);
    const { slot } = added;
    // Nobody applies: as if the workers were all too slow.
    const from = library.collection().serving;
    const now = Date.now() + 3_600_000;
    const { id, epoch } = library.collection();
    const letter = { id: 'a', hash: 'h', body: { title: '', text: 'Penguins', metadata: {} } };
    await store().write({ collection: id, at: new Date().toISOString(), now, documents: [letter] });
    const flip = (more: object) =>
      flipActive(
        library.retrieval,
        {
          collection: library.collection(),
          epoch,
          record: null,
          from,
          to: added.version,
          waive: [],
          allowStale: false,
          ...more,
        },
        by,
      );
    const refusal = (check: string, documents: string[]) => ({
      code: 'CONFLICT',
      details: { refusal: { check, figure: 1, documents } },
    });
    await expect(flip({})).rejects.toMatchObject(refusal('outbox', ['a']));
    const failed = { slot, document: 'a', seq: 1, error: 'no', at: new Date().toISOString(), nextAt: null };
    await store().fail(failed);
    await expect(flip({})).rejects.toMatchObject(refusal('dead-letters', ['a']));
    await expect(flip({ from: added.version, to: from })).rejects.toMatchObject({
      details: { refusal: { check: 'pointer' } },
    });
    expect(library.collection()).toMatchObject({ serving: from, epoch });
    const { revision } = await flip({ waive: ['a'] });
    expect(library.collection()).toMatchObject({ serving: added.version, epoch: epoch + 1 });
    const log = await library.data.store.configuration.revisions({ environment, limit: 1 });
    expect(log[0]).toMatchObject({
      number: revision,
      reason: 'test',
      changes: [{ kind: 'collection', key, after: { serving: added.version, epoch: epoch + 1 } }],
    });
    // The version that serves cannot be taken out, the other one can.
    const step = { collection: library.collection(), epoch: epoch + 1, record: null };
    await expect(
      removeLiveVersion(library.retrieval, { ...step, version: added.version }, by),
    ).rejects.toMatchObject({
      details: { refusal: { check: 'pointer' } },
    });
    await removeLiveVersion(library.retrieval, { ...step, version: from }, by);
    expect(library.collection().indexes.map(({ version }) => version)).toEqual([added.version]);
  });
});

describe('a query', () => {
  it('is served by one version from its embedder to its texts, whatever the pointer does meanwhile', async () => {
    await startOver();
    const texts = ['Penguins like ice.', 'Camels cross deserts.', 'Whales sing in the sea.', 'Bees dance.'];
    await library.upsert(...texts.map((text, index) => ({ id: `d${index}`, text })));
    await library.settled();
    const first = library.collection().serving;
    const added = await library.addVersion(lexicalB);
    await backfill(added.slot, added.version, []);
    const { search } = await import('./search.ts');
    const ask = () =>
      search(library.retrieval, {
        environment,
        collection: key,
        query: 'penguins in the sea',
        k: 4,
        signal: AbortSignal.timeout(10_000),
      });
    const expected = new Map<string, string>();
    for (const version of [first, added.version]) {
      const { passages } = await search(library.retrieval, {
        environment,
        collection: key,
        query: 'penguins in the sea',
        k: 4,
        version,
        signal: AbortSignal.timeout(10_000),
      });
      expected.set(version, JSON.stringify(passages));
    }
    expect(new Set(expected.values()).size).toBe(2);
    let flipping = true;
    const seen = new Map<string, number>();
    const asking = Array.from({ length: 4 }, async () => {
      while (flipping) {
        const { passages, indexVersion } = await ask();
        expect(JSON.stringify(passages)).toBe(expected.get(indexVersion));
        seen.set(indexVersion, (seen.get(indexVersion) ?? 0) + 1);
      }
    });
    for (let round = 0; round < 12; round++) {
      const collection = library.collection();
      const [from, to] = round % 2 === 0 ? [first, added.version] : [added.version, first];
      for (const { slot } of collection.indexes)
        expect(await drained(library.retrieval, slot, 5_000)).toBe(true);
      const step = { collection, epoch: collection.epoch, record: null };
      await flipActive(library.retrieval, { ...step, from, to, waive: [], allowStale: false }, by);
      await ask();
    }
    flipping = false;
    await Promise.all(asking);
    expect([...seen.keys()].toSorted()).toEqual([first, added.version].toSorted());
  }, 60_000);
});

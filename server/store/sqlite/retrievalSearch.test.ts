import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lexicalA } from '../../../shared/retrieval/lexicalA.ts';
import { removeDocuments } from '../../retrieval/ingest.ts';
import { environment, key, openTestRetrieval, type TestRetrieval } from '../../testing/testRetrieval.ts';
import { connect } from './connect.ts';
import { retrievalSearch } from './retrievalSearch.ts';

/** More than is taken in at a time. */
const documents = Array.from({ length: 2_300 }, (_, index) => ({
  id: `d${String(index).padStart(5, '0')}`,
  text: `word${index % 40} and word${index % 7}`,
}));
const memoryBytes = 1024 ** 3;

let library: TestRetrieval;
beforeEach(async () => {
  library = await openTestRetrieval();
  for (let at = 0; at < documents.length; at += 200) await library.upsert(...documents.slice(at, at + 200));
  await library.settled();
});
afterEach(() => library.close());

const question = () => ({
  slot: library.collection().indexes[0]!.slot,
  metric: 'cosine' as const,
  vector: lexicalA.embed('word3 fresh'),
  k: 50,
  per: 'document' as const,
});
const open = () => {
  const connection = connect(library.data.file, { durability: 'FULL', busyMs: 2_000, readonly: true });
  return { ...retrievalSearch(connection, memoryBytes), close: () => connection.close() };
};

describe('an index that is large', () => {
  it('is loaded by parts, and what is written, replaced and removed meanwhile is seen', async () => {
    const search = open();
    expect(search.search(question(), 0)).toBeNull();
    await library.upsert(
      { id: 'd00003', text: 'fresh' },
      { id: 'd02299', text: 'fresh word3' },
      { id: 'e', text: 'fresh' },
    );
    await removeDocuments(library.retrieval, { environment, collection: key, ids: ['d00043', 'd02203'] });
    await library.settled();
    let found = null;
    for (let tried = 1; found === null; tried++) found = search.search(question(), tried);

    const anew = open();
    const expected = anew.search(question(), Number.MAX_SAFE_INTEGER);
    expect(found).toEqual(expected);
    const ids = found.hits.map(({ document }) => document);
    expect(ids).toEqual(expect.arrayContaining(['d00003', 'd02299', 'e']));
    expect(ids).not.toContain('d00043');
    expect(found.chunks).toBe(documents.length - 1);
    search.close();
    anew.close();
  });

  it('is taken in at once by who has asked in vain for long', () => {
    const search = open();
    expect(search.search(question(), 1_000)?.chunks).toBe(documents.length);
    search.close();
  });
});

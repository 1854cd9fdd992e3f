import { describe, expect, it } from 'vitest';
import { blankCollection, type CollectionDraft, readCollection } from './collectionDraft.ts';

const draft: CollectionDraft = { ...blankCollection, name: 'Help pages', key: 'help-pages' };
const remote: CollectionDraft = {
  ...draft,
  embedder: 'provider',
  provider: 'openai',
  model: 'text-embedding-3-small',
  dimensions: 1_536,
};
const paths = (changed: CollectionDraft) => readCollection(changed).issues.map(({ path }) => path);

describe('a new collection as it is typed', () => {
  it('leaves the table of the stronger lexical embedder to the server', () => {
    expect(readCollection(draft).collection?.version?.embedder).toEqual({
      provider: 'lexical',
      model: 'lexical-b@1',
    });
  });

  it('takes a provider with a pinned model and its dimensions', () => {
    expect(readCollection(remote).collection?.version).toMatchObject({
      label: 'text-embedding-3-small of openai, 1,536 dimensions',
      embedder: { provider: 'openai', model: 'text-embedding-3-small', dimensions: 1_536 },
    });
  });

  it.each([
    ['name', { ...draft, name: ' ' }],
    ['key', { ...draft, key: 'Help pages' }],
    ['size', { ...draft, size: '' as const }],
    ['overlap', { ...draft, overlap: 150 }],
    ['provider', { ...remote, provider: '' }],
    ['model', { ...remote, model: ' ' }],
    ['dimensions', { ...remote, dimensions: '' as const }],
  ])('names the field that is wrong: %s', (path, changed) => {
    expect(readCollection(changed).collection).toBeNull();
    expect(paths(changed)).toContain(path);
  });
});

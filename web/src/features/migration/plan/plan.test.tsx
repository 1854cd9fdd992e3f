import { describe, expect, it } from 'vitest';
import { plainSplitter } from '../../../../../shared/retrieval/indexVersion.ts';
import { draftOf, versionOf } from '../../../ui/indexes/versionDraft.ts';
import { compareVersions, isAnother } from './compareVersions.ts';
import { planWords } from './planWords.ts';

const serving = {
  splitter: plainSplitter,
  embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
} as const;
const factsOf = (change: Partial<ReturnType<typeof draftOf>>) =>
  compareVersions(serving, versionOf({ ...draftOf(serving), ...change }));
const changed = (change: Parameters<typeof factsOf>[0]) =>
  factsOf(change).flatMap((fact) => (fact.changed ? [fact.what] : []));

describe('what a new version changes', () => {
  it('is nothing as long as nobody has changed anything', () => {
    expect(isAnother(factsOf({}))).toBe(false);
  });

  it('is the embedder with its dimensions and weights, or the way documents are cut', () => {
    expect(changed({ embedder: 'lexical-b@1' })).toEqual(['Embedder', 'Dimensions', 'Weights of words']);
    expect(changed({ size: 100 })).toEqual(['Documents are cut']);
    expect(changed({ cut: 'langchain-markdown', size: 1_000, overlap: 100 })).toEqual(['Documents are cut']);
    const remote = { embedder: 'provider', provider: 'openai', model: 'text-embedding-3-small' } as const;
    expect(changed({ ...remote, dimensions: 256 })).toEqual(['Embedder', 'It compares']);
  });
});

describe('the plan in words', () => {
  const plan = {
    collection: { name: 'Help' },
    label: 'Words and their parts',
    throttle: { documentsPerSecond: 200, batchesInFlight: 2, budgetUsd: null },
    estimate: undefined,
  };
  const words = (golden: { name: string; queries: number } | undefined) =>
    planWords({ ...plan, golden }).join(' ');

  it('says who decides: the golden queries, or a second person', () => {
    expect(words({ name: 'October', queries: 164 })).toContain(
      '“October” with 164 queries decides. It passes',
    );
    expect(words({ name: 'October', queries: 29 })).toContain('too few to decide: 30 are the least');
    expect(words(undefined)).toContain('a second person has to approve');
  });

  it('says that nothing switches by itself, and how to come back', () => {
    expect(words(undefined)).toMatch(/Nothing switches by itself[\s\S]*takes all queries back/);
  });
});

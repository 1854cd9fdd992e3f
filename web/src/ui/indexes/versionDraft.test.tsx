import { describe, expect, it } from 'vitest';
import { plainSplitter } from '../../../../shared/retrieval/indexVersion.ts';
import { readVersion } from './readVersion.ts';
import { blankVersion, draftOf, withCut } from './versionDraft.ts';

describe('a new index version as it is typed', () => {
  it('begins as another one is', () => {
    const splitter = {
      id: 'langchain-recursive@1.0.2',
      separators: 'markdown',
      size: 900,
      overlap: 90,
      normalisation: 'nfkc',
      title: 'omit',
    } as const;
    const embedder = { provider: 'openai', model: 'text-embedding-3-small', dimensions: 512 };
    expect(readVersion(draftOf({ splitter, embedder })).version).toMatchObject({ splitter, embedder });
    const own = { ...plainSplitter, unit: 'paragraph' as const };
    const lexical = { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 } as const;
    expect(readVersion(draftOf({ splitter: own, embedder: lexical })).version).toMatchObject({
      splitter: own,
      embedder: lexical,
    });
  });

  it('takes usual sizes when what they count changes, and keeps them otherwise', () => {
    const small = { ...blankVersion, size: 60, overlap: 0 };
    expect(withCut(small, 'paragraph')).toEqual({ cut: 'paragraph' });
    expect(withCut(small, 'langchain-plain')).toEqual({ cut: 'langchain-plain', size: 1_000, overlap: 200 });
    expect(withCut({ ...small, cut: 'langchain-plain' }, 'sentence')).toMatchObject({ size: 200 });
  });

  it('is named by its embedder, and by its size only where that is not the usual one', () => {
    const label = (change: Partial<typeof blankVersion>, usual?: typeof blankVersion) =>
      readVersion({ ...blankVersion, ...change }, usual).version?.label;
    expect(label({})).toBe('Words and their parts, 1,024 dimensions');
    expect(label({ size: 400 })).toBe('Words and their parts, 1,024 dimensions, 400 tokens a chunk');
    expect(label({ size: 400 }, { ...blankVersion, size: 400 })).toBe(
      'Words and their parts, 1,024 dimensions',
    );
  });

  it('names the size that LangChain’s splitter does not take', () => {
    const { version, issues } = readVersion({
      ...blankVersion,
      cut: 'langchain-plain',
      size: 16,
      overlap: 0,
    });
    expect(version).toBeNull();
    expect(issues.map(({ path }) => path)).toContain('size');
  });
});

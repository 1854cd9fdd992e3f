import { describe, expect, it } from 'vitest';
import { documentState, formatBytes, knowledgeWords, splitterWords } from './indexWords.ts';
import type { IndexEntry } from './types.ts';

const index = (lexical: boolean): IndexEntry => ({
  version: 'iv_00000000000000000000',
  label: 'Words',
  lexical,
  serves: true,
  chunks: 3,
  vectorBytes: 3_072,
  addedAt: '2026-01-01T00:00:00.000Z',
  waiting: 0,
  dead: 0,
  oldestWaitingAt: null,
  specification: {
    splitter: {
      id: 'kg-split@1',
      unit: 'sentence',
      tokenizer: 'kg-words@1',
      size: 200,
      overlap: 40,
      normalisation: 'nfc',
      title: 'every-chunk',
    },
    boundaries: 'a'.repeat(64),
    embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
    metric: 'cosine',
  },
});

describe('the words for an index version', () => {
  it('say that a lexical one knows no meaning', () => {
    expect(knowledgeWords(index(true))).toMatch(/^Lexical: .* no meaning/);
    expect(knowledgeWords(index(false))).not.toContain('Lexical');
  });

  it('say how texts are cut', () => {
    expect(splitterWords(index(true))).toBe(
      'Sentences, up to 200 tokens a chunk, 40 said again, the title before each',
    );
  });

  it('give sizes in thousands', () => {
    expect([0, 1, 999, 1_000, 3_072, 2_500_000, 7e12].map(formatBytes)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '3.1 kB',
      '2.5 MB',
      '7000 GB',
    ]);
  });
});

describe('the state of a document in an index', () => {
  const held = (seq: number, chunks: number) => [{ version: 'iv', seq, chunks }];
  it.each([
    { deleted: false, applied: held(2, 4), words: '4 chunks' },
    { deleted: false, applied: held(2, 0), words: 'No text: never found' },
    { deleted: false, applied: held(1, 4), words: 'Newer write not applied yet' },
    { deleted: false, applied: [], words: 'Not applied yet' },
    { deleted: true, applied: held(1, 4), words: 'Not yet removed' },
    { deleted: true, applied: held(2, 0), words: 'Removed' },
    { deleted: true, applied: [], words: 'Removed' },
  ])('is "$words"', ({ words, ...document }) => {
    expect(documentState({ seq: 2, ...document }, 'iv').words).toBe(words);
  });
});

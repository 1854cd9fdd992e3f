import { describe, expect, it } from 'vitest';
import { plainSplitter } from '../../../../shared/retrieval/indexVersion.ts';
import { type Described, formatBytes, knowledgeWords, splitterWords } from './indexWords.ts';

const lexical: Described = {
  specification: {
    splitter: plainSplitter,
    embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
  },
};
const remote: Described = {
  specification: {
    splitter: plainSplitter,
    embedder: { provider: 'openai', model: 'text-embedding-3-small', dimensions: 1_536 },
  },
};

describe('the words for an index version', () => {
  it('say that a lexical one knows no meaning', () => {
    expect(knowledgeWords(lexical)).toMatch(/^Lexical: .* no meaning/);
    expect(knowledgeWords(remote)).not.toContain('Lexical');
  });

  it('say how texts are cut', () => {
    expect(splitterWords(lexical)).toBe(
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

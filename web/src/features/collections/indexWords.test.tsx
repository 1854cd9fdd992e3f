import { describe, expect, it } from 'vitest';
import { documentState } from './indexWords.ts';

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

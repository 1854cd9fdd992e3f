import { describe, expect, it } from 'vitest';
import { keptWords, unknownInWords } from './keptWords.ts';

const kept = {
  queries: 40,
  usable: 40,
  leftOut: { unanswered: 0, repeated: 0 },
  unknown: [] as string[],
  unknownCount: 0,
};

describe('a golden set that was kept', () => {
  it('is said to be whole by nothing more than that', () => {
    expect(keptWords(kept)).toBeNull();
  });

  it('says how many queries can be used, why others cannot, and which documents are not there', () => {
    expect(
      keptWords({
        ...kept,
        usable: 35,
        leftOut: { unanswered: 3, repeated: 2 },
        unknown: ['a.md', 'b.md'],
        unknownCount: 1_002,
      }),
    ).toEqual({
      title: '35 of 40 golden queries can be used',
      message:
        'Left out: 3 that no document of the collection answers, 2 that repeat another. Not in the collection: a.md, b.md and 1,000 others.',
    });
  });

  it('says that documents are not there although every query can be used', () => {
    expect(keptWords({ ...kept, unknown: ['a.md'], unknownCount: 1 })).toEqual({
      title: '40 of 40 golden queries can be used',
      message: 'Not in the collection: a.md.',
    });
    expect(unknownInWords(kept)).toBe('');
  });
});

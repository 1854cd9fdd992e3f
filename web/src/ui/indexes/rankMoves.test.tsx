import { describe, expect, it } from 'vitest';
import { moveWords, rankMoves } from './rankMoves.ts';

describe('how results moved', () => {
  it('says for each document where it stood before', () => {
    const words = rankMoves(['c', 'b', 'x', 'a'], ['a', 'b', 'c']).map((move) => moveWords(move, 'new here'));
    expect(words).toEqual(['2 up', 'same place', 'new here', '3 down']);
  });

  it('knows nothing of an empty list', () => {
    expect(rankMoves([], ['a'])).toEqual([]);
    expect(rankMoves(['a'], [])).toEqual([{ kind: 'only' }]);
  });
});

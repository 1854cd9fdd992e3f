import { describe, expect, it } from 'vitest';
import { statisticalVerdict } from './statisticalVerdict.ts';
import { answersOf, leftOutInWords, usableQueries } from './usableQueries.ts';

const living = new Set(['a', 'b']);

describe('golden queries that tell nothing', () => {
  it('are left out where no document of the collection answers them, and counted', () => {
    const golden = [
      { query: 'one', grades: { a: 2 } },
      { query: 'two', grades: { ghost: 3 } },
      { query: 'three', grades: { a: 0 } },
      { query: 'four', grades: {} },
    ];
    expect(usableQueries(golden, living)).toEqual({
      queries: [{ query: 'one', grades: { a: 2 } }],
      leftOut: { unanswered: 3, repeated: 0 },
    });
    expect(answersOf(golden)).toEqual(['a', 'ghost']);
  });

  it('count once where they are the same but for case and spaces', () => {
    const golden = [
      { query: 'How do I  stop?', grades: { ghost: 1 } },
      { query: 'How do I  stop?', grades: { a: 1 } },
      { query: ' how do i stop?', grades: { b: 1 } },
      { query: 'How do\tI STOP?', grades: { a: 1 } },
      { query: 'How do I go?', grades: { a: 1 } },
    ];
    const { queries, leftOut } = usableQueries(golden, living);
    expect(queries.map(({ query }) => query)).toEqual(['How do I  stop?', 'How do I go?']);
    expect(leftOut).toEqual({ unanswered: 1, repeated: 2 });
    expect(leftOutInWords(leftOut)).toBe(
      'Left out: 1 that no document of the collection answers, 2 that repeat another',
    );
  });

  it('do not dilute those that do: documents that are not there have no grade', () => {
    const ghosts = Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`ghost${at}`, 10]));
    const { queries } = usableQueries([{ query: 'one', grades: { ...ghosts, a: 1 } }], living);
    expect(queries).toEqual([{ query: 'one', grades: { a: 1 } }]);
  });
});

describe('the verdict over golden queries', () => {
  const scores = (count: number, value: number) =>
    Array.from({ length: count }, (_, at) => ({
      query: `q${at}`,
      ndcg10: { old: value, new: value },
      recall100: { old: value, new: value },
    }));

  it('is no pass where neither index finds anything that was judged', () => {
    expect(statisticalVerdict(scores(60, 0))).toMatchObject({
      verdict: 'inconclusive',
      moreQueries: null,
      words: expect.stringMatching(/no golden query finds its documents on either index/),
    });
    expect(statisticalVerdict([...scores(59, 0), ...scores(1, 0.5)]).verdict).toBe('pass');
  });

  it('says how many were left out, and where all were, that nobody has judged', () => {
    expect(statisticalVerdict(scores(30, 0.5), { unanswered: 2, repeated: 1 }).words).toMatch(
      /over 30 queries\. Left out: 2 that no document of the collection answers, 1 that repeats another$/,
    );
    expect(statisticalVerdict([], { unanswered: 30, repeated: 0 })).toMatchObject({
      verdict: 'no-golden-set',
      words: expect.stringMatching(/^None of the 30 golden queries .* Upload/),
    });
    expect(statisticalVerdict(scores(29, 0.5), { unanswered: 0, repeated: 30 }).verdict).toBe('inconclusive');
  });
});

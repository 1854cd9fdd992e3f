import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../statistics/random.ts';
import { advise, biggestMovers } from './advisory.ts';
import { compareCoverage } from './coverage.ts';
import { type HardInput, hardChecks } from './hardChecks.ts';
import { type GateInput, judgeGate } from './judgeGate.ts';
import { documentsOf, scoreQuery } from './scoreQuery.ts';
import { type QueryScores, statisticalVerdict } from './statisticalVerdict.ts';
import { summariseVectors, vectorFault } from './vectors.ts';

const none = { count: 0, examples: [] };
const sound: HardInput = {
  coverage: {
    documents: 100,
    covered: 100,
    missing: none,
    outdated: none,
    refused: none,
    orphans: none,
  },
  rechunked: { sampled: 100, differing: none },
  vectors: { checked: 240, wrongDimensions: none, notFinite: none, zero: none },
  probe: { asked: 100, found: 99 },
};
/** Queries whose scores change by `of(random)` from a middle value. */
const changed = (count: number, of: (random: () => number) => { ndcg: number; recall: number }, seed = 3) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index): QueryScores => {
    const change = of(random);
    return {
      query: `q${index}`,
      ndcg10: { old: 0.5, new: 0.5 + change.ndcg },
      recall100: { old: 0.6, new: 0.6 + change.recall },
    };
  });
};
const wide = (mean: number) => (random: () => number) => mean + (random() - 0.5) * 0.6;
const better = changed(200, (random) => ({ ndcg: wide(0.1)(random), recall: wide(0.05)(random) }));
const input: GateInput = {
  hard: sound,
  scores: better,
  operational: {
    queries: 200,
    empty: { old: 3, new: 3 },
    p99Ms: { old: 30, new: 35 },
    approximateRecall: null,
  },
  results: [{ query: 'q0', old: ['a', 'b'], new: ['b', 'a'] }],
};

describe('compareCoverage', () => {
  const expected = [
    { id: 'a', seq: 1, hash: 'h1', removed: false },
    { id: 'b', seq: 5, hash: 'h2', removed: false },
    { id: 'empty', seq: 3, hash: 'h0', removed: false },
    { id: 'gone', seq: 4, hash: 'h9', removed: true },
  ];
  const applied = expected.map(({ id, seq, hash, removed }) => ({
    id,
    seq,
    hash,
    chunks: removed || id === 'empty' ? 0 : 2,
  }));

  it('finds nothing wrong where all is there, removed and empty documents included', () => {
    expect(compareCoverage(expected, applied)).toEqual({
      documents: 3,
      covered: 3,
      missing: none,
      outdated: none,
      refused: none,
      orphans: none,
    });
  });

  it('tells dead letters of the newest write apart from what is missing, and lets only those pass', () => {
    const [first, ...others] = applied;
    expect(first?.id).toBe('a');
    const known = expected.find(({ id }) => id === 'a');
    const summary = compareCoverage(expected, others, [{ id: 'a', seq: known?.seq ?? 0 }]);
    expect(summary).toMatchObject({ covered: 2, refused: { count: 1, examples: ['a'] }, missing: none });
    const [check] = hardChecks({ ...sound, coverage: summary });
    expect(check).toMatchObject({
      check: 'coverage',
      passed: true,
      figure: '2 of 3 documents at their newest version (dead letters, which a cutover must waive: a)',
    });
    // A letter of an earlier write says nothing of the newest one.
    const older = compareCoverage(expected, others, [{ id: 'a', seq: (known?.seq ?? 0) - 1 }]);
    expect(older).toMatchObject({ refused: none, missing: { count: 1 } });
    expect(hardChecks({ ...sound, coverage: older })[0]?.passed).toBe(false);
  });

  it('tells missing, outdated, brought back and unknown documents apart', () => {
    expect(
      compareCoverage(expected, [
        { id: 'b', seq: 4, hash: 'h2', chunks: 2 },
        { id: 'empty', seq: 3, hash: 'other', chunks: 0 },
        { id: 'gone', seq: 2, hash: 'h8', chunks: 1 },
        { id: 'stranger', seq: 9, hash: 'h', chunks: 1 },
      ]),
    ).toEqual({
      documents: 3,
      covered: 0,
      missing: { count: 1, examples: ['a'] },
      outdated: { count: 2, examples: ['b', 'empty'] },
      refused: none,
      orphans: { count: 2, examples: ['gone', 'stranger'] },
    });
  });

  it('counts every document exactly once', () => {
    const entry = fc.record({
      id: fc.constantFrom(...'abcdef'),
      seq: fc.nat(2),
      hash: fc.constantFrom('x', 'y'),
    });
    const unique = fc.uniqueArray(entry, { selector: ({ id }) => id });
    fc.assert(
      fc.property(
        unique,
        unique,
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        (all, there, gone) => {
          const summary = compareCoverage(
            all.map((one, index) => ({ ...one, removed: gone[index] === true })),
            there.map((one) => ({ ...one, chunks: 1 })),
          );
          expect(summary.covered + summary.missing.count + summary.outdated.count).toBe(summary.documents);
        },
      ),
    );
  });
});

describe('vectors', () => {
  it('are told by their fault', () => {
    expect(vectorFault([0.1, 0], 2)).toBeNull();
    expect(vectorFault([0.1], 2)).toBe('wrong-dimensions');
    expect(vectorFault([0.1, Number.NaN], 2)).toBe('not-finite');
    expect(vectorFault(Float32Array.of(Number.POSITIVE_INFINITY, 0), 2)).toBe('not-finite');
    expect(vectorFault([0, -0], 2)).toBe('zero');
    const summary = summariseVectors(
      [
        { id: 'a', vector: [1, 0] },
        { id: 'b', vector: [0, 0] },
        { id: 'c', vector: [1] },
      ],
      2,
    );
    expect(summary).toEqual({
      checked: 3,
      zero: { count: 1, examples: ['b'] },
      wrongDimensions: { count: 1, examples: ['c'] },
      notFinite: none,
    });
  });
});

describe('the statistical verdict', () => {
  it('passes a gain and what stays above the margin, and fails a loss on either score', () => {
    expect(statisticalVerdict(better).verdict).toBe('pass');
    expect(statisticalVerdict(changed(200, () => ({ ndcg: 0, recall: 0 }))).verdict).toBe('pass');
    const lost = statisticalVerdict(changed(300, (random) => ({ ndcg: 0.05, recall: wide(-0.08)(random) })));
    expect(lost.verdict).toBe('fail');
    expect(lost.words).toMatch(/^Worse: nDCG@10 \+0\.050 .* recall@100 −0\.0/);
  });

  it('says about how many more queries an open question needs', () => {
    const asked = changed(60, (random) => ({ ndcg: wide(0)(random), recall: 0 }));
    const open = statisticalVerdict(asked);
    expect(open.verdict).toBe('inconclusive');
    const { mean, deviation } = open.ndcg10;
    const more = open.moreQueries ?? Number.NaN;
    expect(more).toBe(Math.ceil(((1.645 * deviation) / Math.abs(mean + 0.02)) ** 2) - 60);
    expect(open.words).toContain(`Needs about ${more} more queries`);
    const times = (count: number) => Array.from({ length: count }, () => asked).flat();
    expect(statisticalVerdict(times(Math.ceil(((60 + more) / 60) * 1.1))).verdict).not.toBe('inconclusive');
    expect(statisticalVerdict(times(Math.floor(((60 + more) / 60) * 0.9))).verdict).toBe('inconclusive');
  });

  it('decides nothing on a handful of queries, nor where the change is at the margin itself', () => {
    const few = statisticalVerdict(changed(8, () => ({ ndcg: 0, recall: 0 })));
    expect(few).toMatchObject({ verdict: 'inconclusive', moreQueries: 22 });
    const at = statisticalVerdict(
      changed(100, () => ({ ndcg: 0, recall: 0 })).map((score, index) => ({
        ...score,
        ndcg10: { old: 0.5, new: index % 2 === 0 ? 0.38 : 0.58 },
      })),
    );
    expect(at).toMatchObject({ verdict: 'inconclusive', moreQueries: null });
    expect(at.words).toContain('too near the margin');
  });

  it('asks for approval where there is no golden set', () => {
    expect(statisticalVerdict([])).toMatchObject({ verdict: 'no-golden-set', queries: 0, moreQueries: null });
  });
});

describe('the gate', () => {
  it('passes a sound index with better scores', () => {
    const report = judgeGate(input);
    expect(report.verdict).toBe('pass');
    expect(report.hard.map(({ check }) => check)).toEqual([
      'coverage',
      'orphans',
      'chunk-counts',
      'dimensions',
      'finite',
      'zero-vectors',
      'self-retrieval',
    ]);
    expect([...report.hard, ...report.operational].every(({ passed, mend }) => passed && mend === '')).toBe(
      true,
    );
    expect(report.advisory).toEqual({ overlap10: 1, rankBiasedOverlap: expect.closeTo(0.9) });
  });

  const one = { count: 1, examples: ['doc-7'] };
  it.each<[check: string, hard: Partial<HardInput>, figure: string]>([
    [
      'coverage',
      { coverage: { ...sound.coverage, covered: 99, missing: one } },
      '99 of 100 documents at their newest version (missing: doc-7)',
    ],
    [
      'coverage',
      { coverage: { ...sound.coverage, covered: 99, outdated: one } },
      '99 of 100 documents at their newest version (outdated: doc-7)',
    ],
    [
      'orphans',
      { coverage: { ...sound.coverage, orphans: one } },
      '1 document in the index that the collection does not have (doc-7)',
    ],
    [
      'chunk-counts',
      { rechunked: { sampled: 100, differing: one } },
      '1 document of 100 sampled with another number of chunks than its text has now (doc-7)',
    ],
    [
      'dimensions',
      { vectors: { ...sound.vectors, wrongDimensions: one } },
      '1 vector of another length than the index version says (doc-7)',
    ],
    ['finite', { vectors: { ...sound.vectors, notFinite: one } }, '1 vector with NaN or an infinity (doc-7)'],
    [
      'zero-vectors',
      { vectors: { ...sound.vectors, zero: one } },
      '1 vector of zeros only, which no query finds (doc-7)',
    ],
    ['self-retrieval', { probe: { asked: 100, found: 89 } }, '89 of 100 documents found by their own text'],
    ['self-retrieval', { probe: { asked: 0, found: 0 } }, '0 of 0 documents found by their own text'],
  ])('fails by %s alone, whatever the scores say', (check, hard, figure) => {
    const report = judgeGate({ ...input, hard: { ...sound, ...hard } });
    expect(report.verdict).toBe('fail');
    const failed = report.hard.filter(({ passed }) => !passed);
    expect(failed).toEqual([{ check, passed: false, figure, mend: expect.stringMatching(/.{20}/) }]);
    expect(report.words).toContain(`${check}: ${figure}. ${failed[0]?.mend}.`);
  });

  it('fails by more empty results, slower search and poor approximation, and takes small times as they are', () => {
    const failed = (operational: Partial<GateInput['operational']>) =>
      judgeGate({ ...input, operational: { ...input.operational, ...operational } })
        .operational.filter(({ passed }) => !passed)
        .map(({ check }) => check);
    expect(failed({ empty: { old: 3, new: 4 } })).toEqual(['empty-results']);
    expect(failed({ p99Ms: { old: 30, new: 37 } })).toEqual(['latency']);
    expect(failed({ p99Ms: { old: 2, new: 19 } })).toEqual([]);
    expect(failed({ p99Ms: null })).toEqual([]);
    expect(failed({ approximateRecall: 0.94 })).toEqual(['approximate-recall']);
    expect(failed({ approximateRecall: 0.95 })).toEqual([]);
  });

  it('passes an empty collection on to approval, and never lets advisory figures decide', () => {
    const empty = judgeGate({
      ...input,
      scores: [],
      hard: {
        ...sound,
        coverage: { ...sound.coverage, documents: 0, covered: 0 },
        vectors: { ...sound.vectors, checked: 0 },
        probe: { asked: 0, found: 0 },
      },
    });
    expect(empty.verdict).toBe('unjudged');
    const apart = judgeGate({ ...input, results: [{ query: 'q0', old: ['a'], new: ['b'] }] });
    expect(apart).toMatchObject({ verdict: 'pass', advisory: { overlap10: 0, rankBiasedOverlap: 0 } });
    expect(advise([])).toEqual({ overlap10: null, rankBiasedOverlap: null });
  });
});

describe('scores of a query', () => {
  it('are at document level, by the best chunk', () => {
    const chunks = (...ids: string[]) => documentsOf(ids.map((document) => ({ document })));
    expect(chunks('a', 'b', 'a', 'c', 'b')).toEqual(['a', 'b', 'c']);
    expect(scoreQuery('q', new Map([['b', 1]]), { old: chunks('a', 'a', 'b'), new: chunks('b') })).toEqual({
      query: 'q',
      ndcg10: { old: expect.closeTo(0.6309), new: 1 },
      recall100: { old: 1, new: 1 },
    });
    expect(scoreQuery('q', new Map([['b', 0]]), { old: ['b'], new: [] })).toBeNull();
  });

  it('show the biggest movers first', () => {
    const moved = [0.1, 0, -0.4, 0.2].map((change, index) => ({
      query: `q${index}`,
      ndcg10: { old: 0.5, new: 0.5 + change },
      recall100: { old: 1, new: 1 },
    }));
    expect(biggestMovers(moved, 2).map(({ query }) => query)).toEqual(['q2', 'q3']);
    expect(biggestMovers(moved, 9)).toHaveLength(3);
  });
});

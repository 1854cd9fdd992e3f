import { describe, expect, it } from 'vitest';
import { readGoldenSet } from './readGoldenSet.ts';

const problems = (text: string) =>
  readGoldenSet(text).problems.map(({ line, message }) => `${line ?? 'all'}: ${message}`);

describe('a judged set', () => {
  it('is read from JSON Lines, with grades or with a list of what answers', () => {
    const text =
      '{"query": " stop ", "grades": {"a": 2, "b": 0}}\n\n{"query": "go", "relevant": ["c", "d"]}\n';
    expect(readGoldenSet(text)).toEqual({
      queries: [
        { query: 'stop', grades: { a: 2, b: 0 } },
        { query: 'go', grades: { c: 1, d: 1 } },
      ],
      problems: [],
      relevant: 3,
    });
  });

  it('is read from one JSON list, over several lines', () => {
    expect(readGoldenSet('[\n {"query": "a",\n "grades": {"x": 1}}\n]').queries).toHaveLength(1);
  });

  it('names every line that is wrong, and keeps the others', () => {
    const text = [
      '{"query": "fine", "grades": {"x": 1}}',
      'nonsense',
      '{"query": ""}',
      '{"query": "q"}',
      '{"query": "q", "grades": {"x": 11}}',
      '{"query": "fine", "grades": {"x": 1}}',
      '{"query": "q", "relevant": [1]}',
      '[1]',
    ].join('\n');
    expect(readGoldenSet(text).queries).toHaveLength(1);
    expect(problems(text)).toEqual([
      '2: This is no whole JSON object on one line',
      '3: It has no “query”',
      '4: It has neither “grades” nor “relevant”',
      '5: The grade of “x” is no whole number from 0 to 10',
      '6: The same query stands on line 1 already',
      '7: “relevant” is a list of document ids',
      '8: Expected an object with “query” and “grades”',
    ]);
  });

  it('needs a query that a document answers', () => {
    expect(problems('{"query": "q", "grades": {"x": 0}}')).toEqual([
      'all: No query names a document that answers it (a grade above 0)',
    ]);
    expect(problems('[{"query": ')).toEqual(['all: It begins with “[” but is no whole JSON list']);
    expect(problems('  ')).toEqual([]);
  });

  it('has at most 5,000 queries', () => {
    const many = Array.from({ length: 5_001 }, (_, at) => `{"query": "q${at}", "relevant": ["d"]}`);
    expect(problems(many.join('\n'))).toEqual(['all: At most 5,000 queries; these are 5001']);
  });
});

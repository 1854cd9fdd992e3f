import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVectorRows } from './vectorRows.ts';

/** Not a multiple of what the scan takes at once. */
const dimensions = 11;
const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: dimensions, maxLength: dimensions });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ document: fc.nat(12), chunks: fc.array(vector, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ document: fc.nat(12), chunks: fc.constant([]) }) },
);

interface Row {
  document: string;
  rowid: number;
  vector: number[];
}

const product = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
const cosine = (a: readonly number[], b: readonly number[]) => {
  const length = Math.sqrt(product(a, a)) * Math.sqrt(product(b, b));
  return length === 0 ? 0 : product(a, b) / length;
};

describe.each([
  ['cosine', true, cosine],
  ['dot', false, product],
] as const)('the best rows by %s', (_name, isUnit, score) => {
  it('are those that comparing all of them finds, whatever was replaced and removed before', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        vector,
        fc.integer({ min: 1, max: 8 }),
        (steps, query, k) => {
          const rows = createVectorRows(dimensions, isUnit);
          let expected: Row[] = [];
          let rowid = 0;
          for (const { document: number, chunks } of steps) {
            const document = `d${number}`;
            rows.remove(document);
            expected = expected.filter((row) => row.document !== document);
            for (const chunk of chunks) {
              rowid++;
              rows.add(document, rowid, (target, at) => target.set(chunk, at));
              expected.push({ document, rowid, vector: chunk });
            }
          }
          expect(rows.size).toBe(expected.length);
          const asked = Float32Array.from(query);
          const scores = new Map(expected.map((row) => [row.rowid, score(query, row.vector)]));
          const sorted = [...scores.values()].toSorted((a, b) => b - a);
          const found = rows.best(asked, k, 'chunk');
          expect(found).toHaveLength(Math.min(k, expected.length));
          found.forEach((hit, index) => {
            expect(hit.score).toBeCloseTo(scores.get(hit.rowid)!, 4);
            expect(hit.score).toBeCloseTo(sorted[index]!, 4);
          });

          const best = Map.groupBy(expected, (row) => row.document);
          const bests = [...best.values()].map((own) =>
            Math.max(...own.map((row) => scores.get(row.rowid)!)),
          );
          const byDocument = rows.best(asked, k, 'document');
          expect(byDocument).toHaveLength(Math.min(k, best.size));
          const documents = byDocument.map(
            (hit) => expected.find((row) => row.rowid === hit.rowid)!.document,
          );
          expect(new Set(documents).size).toBe(documents.length);
          bests
            .toSorted((a, b) => b - a)
            .slice(0, k)
            .forEach((value, index) => {
              expect(byDocument[index]!.score).toBeCloseTo(value, 4);
            });
        },
      ),
      { numRuns: 300 },
    );
  });
});

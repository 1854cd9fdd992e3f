import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVectorBlocks } from './vectorBlocks.ts';

const pageBytes = 65_536;
const number = fc.integer({ min: -50, max: 50 });

describe('vectors in blocks', () => {
  it('have the products with a query that comparing one number after the other gives, in whatever block they stand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }).chain((dimensions) => {
          const vector = fc.array(number, { minLength: dimensions, maxLength: dimensions });
          return fc.record({
            query: vector,
            vectors: fc.array(vector, { minLength: 1, maxLength: 40 }),
            rowsPerBlock: fc.integer({ min: 1, max: 7 }),
            moves: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
          });
        }),
        ({ query, vectors, rowsPerBlock, moves }) => {
          const stride = Math.ceil(query.length / 16) * 16;
          const blocks = createVectorBlocks(query.length, pageBytes + rowsPerBlock * (stride * 4 + 4));
          vectors.forEach((vector, row) => {
            const { floats, at } = blocks.place(row);
            floats.set(vector, at);
          });
          for (const [one, other] of moves) {
            const [from, to] = [one % vectors.length, other % vectors.length];
            blocks.copy(from, to);
            vectors[to] = vectors[from]!;
          }
          const expected = vectors.map((vector) =>
            vector.reduce((sum, value, index) => sum + value * query[index]!, 0),
          );
          expect([...blocks.scan(Float32Array.from(query), vectors.length)]).toEqual(
            expected.map((value) => value + 0),
          );
        },
      ),
    );
  });

  it('take the memory of the most that there were', () => {
    const blocks = createVectorBlocks(16);
    expect(blocks.bytes).toBe(0);
    blocks.place(999);
    expect(blocks.bytes).toBe(1_000 * 64);
  });
});

import { describe, expect, it } from 'vitest';
import { layOut } from './layOut.ts';

const graph =
  (needs: Record<string, string[]>) =>
  (flag: string): { flag: string; variants: string[] }[] =>
    (needs[flag] ?? []).map((key) => ({ flag: key, variants: ['on'] }));

describe('layOut', () => {
  it('puts each flag once, behind all who need it', () => {
    const { nodes, edges, columns, rows } = layOut('a', graph({ a: ['b', 'c'], b: ['c', 'd'] }));
    expect(Object.fromEntries(nodes.map(({ flag, column }) => [flag, column]))).toEqual({
      a: 0,
      b: 1,
      c: 2,
      d: 2,
    });
    expect(edges).toHaveLength(4);
    expect([columns, rows]).toEqual([3, 2]);
  });
  it('ends where flags need each other', () => {
    const { nodes } = layOut('a', graph({ a: ['b'], b: ['a'] }));
    expect(nodes.map(({ flag }) => flag)).toEqual(['a', 'b']);
  });
});

import { describe, expect, it } from 'vitest';
import { moved, placeAt } from './reorder.ts';

describe('moved', () => {
  it('puts an item elsewhere and keeps the order of the others', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c']);
  });
  it('stays within the list, and forgives a place that is none', () => {
    expect(moved(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
    expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b']);
  });
});

describe('placeAt', () => {
  const middles = [50, 150, 250];
  it('passes every neighbour whose middle the pointer has crossed', () => {
    expect(placeAt(middles, 0, 149)).toBe(0);
    expect(placeAt(middles, 0, 160)).toBe(1);
    expect(placeAt(middles, 0, 999)).toBe(2);
    expect(placeAt(middles, 2, 10)).toBe(0);
  });
});

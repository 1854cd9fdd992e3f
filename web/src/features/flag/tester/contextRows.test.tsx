import { describe, expect, it } from 'vitest';
import { contextFromJson, contextOf, rowsOf } from './contextRows.ts';

describe('contextOf', () => {
  it('keeps the type of every attribute and leaves out unnamed rows', () => {
    const rows = [
      { id: 1, name: 'tier', type: 'text' as const, value: 'pro' },
      { id: 2, name: 'age', type: 'number' as const, value: '42' },
      { id: 3, name: 'beta', type: 'yes-no' as const, value: 'yes' },
      { id: 4, name: 'roles', type: 'list' as const, value: 'a, b' },
      { id: 5, name: ' ', type: 'text' as const, value: 'lost' },
    ];
    expect(contextOf('ada', rows)).toEqual({
      ok: true,
      context: { targetingKey: 'ada', tier: 'pro', age: 42, beta: true, roles: ['a', 'b'] },
    });
  });
  it('names the row that is wrong', () => {
    expect(contextOf('', [{ id: 1, name: 'age', type: 'number', value: 'old' }])).toEqual({
      ok: false,
      message: 'age must be a number',
    });
  });
});

describe('contextFromJson', () => {
  it('refuses what is not a context, and turns one into rows', () => {
    expect(contextFromJson('{"a":').ok).toBe(false);
    expect(contextFromJson('{"a":{"b":1}}').ok).toBe(false);
    const parsed = contextFromJson('{"targetingKey":"ada","age":42,"beta":true,"gone":null}');
    expect(parsed.ok && rowsOf(parsed.context).map((row) => `${row.name} ${row.type} ${row.value}`)).toEqual([
      'age number 42',
      'beta yes-no yes',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { keysIn, namedTwice, withKeys } from './targetKeys.ts';

describe('individual targets', () => {
  it('come from lines or from the column of a CSV', () => {
    expect(keysIn('ada\nbob\n\nada')).toEqual(['ada', 'bob']);
    expect(keysIn('targetingKey,plan\nada,pro\nbob,free')).toEqual(['ada', 'bob']);
  });
  it('tell who is named for more than one variant', () => {
    const targets = [
      { variant: 'a', targetingKeys: ['ada', 'bob'] },
      { variant: 'b', targetingKeys: ['bob'] },
    ];
    expect(namedTwice(targets)).toEqual([{ key: 'bob', variants: ['a', 'b'] }]);
  });
  it('leave no empty target behind', () => {
    const variants = [{ key: 'a' }, { key: 'b' }];
    const targets = [{ variant: 'b', targetingKeys: ['x'] }];
    expect(withKeys(targets, variants, { variant: 'a', keys: ['y'] })).toEqual([
      { variant: 'a', targetingKeys: ['y'] },
      { variant: 'b', targetingKeys: ['x'] },
    ]);
    expect(withKeys(targets, variants, { variant: 'b', keys: [] })).toEqual([]);
  });
});

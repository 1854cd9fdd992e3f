import { describe, expect, it } from 'vitest';
import { Condition } from '../../../../shared/model/condition.ts';
import { blankCondition, withOperator } from './blank.ts';
import { isOperator, operatorChoices } from './operators.ts';
import { converted, kindOf, read, spell, splitTags } from './values.ts';

describe('values of a condition', () => {
  it('keep their type: the text 3 is not the number 3', () => {
    expect(read('3', 'text')).toBe('3');
    expect(read('3', 'number')).toBe(3);
    expect(read('three', 'number')).toBeNull();
    expect(kindOf(['3'])).toBe('text');
    expect(kindOf(['3', 3])).toBe('mixed');
  });
  it('in a mixed list come back as what they were', () => {
    for (const value of ['3', 3, true, 'true', 'pro'])
      expect(read(spell(value, 'mixed'), 'mixed')).toBe(value);
  });
  it('are dropped where they cannot be what is asked for', () => {
    expect(converted(['1', 'two', '3'], 'number')).toEqual([1, 3]);
  });
});

describe('operators', () => {
  const all = operatorChoices(true).flatMap(({ items }) => items.map(({ value }) => value));
  it('are all offered, each once', () => {
    const known = Condition.options.map((option) => option.shape.operator.value);
    expect(all.toSorted()).toEqual(known.toSorted());
    expect(all.every(isOperator)).toBe(true);
  });
  it('keep what fits when one is changed for another', () => {
    const start = withOperator({ operator: 'contains', attribute: 'mail', text: '@x.org' }, 'ends-with');
    expect(start).toEqual({ operator: 'ends-with', attribute: 'mail', text: '@x.org' });
    for (const operator of all) expect(withOperator(blankCondition(), operator).operator).toBe(operator);
  });
});

describe('splitTags', () => {
  it('takes several in one text for several, as a pasted or dictated list comes', () => {
    expect(splitTags(['free,pro', ' enterprise '], /[,\n]/)).toEqual(['free', 'pro', 'enterprise']);
    expect(splitTags(['10.0.0.0/8', '10.0.0.0/8 2001:db8::/32,'], /[,\s]/)).toEqual([
      '10.0.0.0/8',
      '2001:db8::/32',
    ]);
  });
});

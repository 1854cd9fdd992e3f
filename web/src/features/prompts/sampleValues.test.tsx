import { describe, expect, it } from 'vitest';
import { firstValues, readValues } from './sampleValues.ts';

const variable = (name: string, changes: object = {}) => ({
  name,
  words: '',
  required: false,
  description: '',
  sample: '',
  isText: true,
  choices: null,
  ...changes,
});
const variables = [
  variable('input', { required: true, sample: '"quoted"' }),
  variable('count', { isText: false, sample: 3 }),
  variable('tier', { isText: false, choices: ['free', 'pro'], sample: 'pro' }),
  variable('more', { sample: '' }),
];

describe('sample values', () => {
  it('come back as they were given', () => {
    expect(readValues(variables, firstValues(variables))).toEqual({
      values: { input: '"quoted"', count: 3, tier: 'pro' },
      wrong: [],
    });
  });

  it('are named where they are not JSON yet, and needed ones are given even when empty', () => {
    expect(readValues(variables, { input: '', count: '[1', tier: '' })).toEqual({
      values: { input: '' },
      wrong: ['count'],
    });
  });
});

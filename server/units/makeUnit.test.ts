import { describe, expect, it } from 'vitest';
import { makeUnit } from './makeUnit.ts';

const specification = {
  provider: 'openai',
  model: 'gpt-4o-2024-08-06',
  prompt: { name: 'answer', version: '1.0.0', contentHash: 'a'.repeat(64) },
  parameters: { temperature: 0.2, maxOutputTokens: 100 },
};

describe('makeUnit', () => {
  it('gives the id that the content has had from the first day', () => {
    expect(makeUnit(specification).id).toBe('iu_3b2e2689c897998358aa');
  });

  it('does not depend on the order of keys, and does on every value', () => {
    const { parameters, ...rest } = specification;
    expect(makeUnit({ parameters: { maxOutputTokens: 100, temperature: 0.2 }, ...rest }).id).toBe(
      makeUnit(specification).id,
    );
    expect(
      makeUnit({ ...specification, parameters: { temperature: 0.3, maxOutputTokens: 100 } }).id,
    ).not.toBe(makeUnit(specification).id);
  });

  it.each(['gpt-4o-latest', 'latest', 'llama3:latest', 'models/current'])(
    'refuses %s, which moves',
    (model) => {
      expect(() => makeUnit({ ...specification, model })).toThrow('This model name moves');
    },
  );
});

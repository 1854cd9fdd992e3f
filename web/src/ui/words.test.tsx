import { describe, expect, it } from 'vitest';
import { reasonWords, servedByWords } from './words.ts';

const flag = {
  rules: [
    {
      id: 'beta',
      name: 'Beta users',
      match: { kind: 'segment' as const, segment: 'beta' },
      serve: { kind: 'variant' as const, variant: 'thorough' },
    },
  ],
};

describe('reasonWords', () => {
  it('names the rule, not its id', () => {
    expect(reasonWords({ reason: 'TARGETING_MATCH', ruleId: 'beta', bucket: null }, flag)).toBe(
      'Rule “Beta users”',
    );
    expect(reasonWords({ reason: 'SPLIT', ruleId: 'beta', bucket: 12 }, flag)).toBe(
      'Rule “Beta users”, by its split',
    );
  });
  it('tells an individual target from a rule', () => {
    expect(reasonWords({ reason: 'TARGETING_MATCH', ruleId: null, bucket: null }, flag)).toBe(
      'Named individually',
    );
    expect(reasonWords({ reason: 'SPLIT', ruleId: null, bucket: 12 }, flag)).toBe('By the split');
  });
  it('has words for a reason that it does not know', () => {
    expect(reasonWords({ reason: 'SOMETHING_NEW', ruleId: null, bucket: null }, undefined)).toBe(
      'Could not be decided',
    );
  });
});

describe('servedByWords', () => {
  it('says why somebody else answered', () => {
    expect(servedByWords('assigned', null)).toBe('As assigned');
    expect(servedByWords('known-good', 'timeout')).toBe('Known good: it took too long');
    expect(servedByWords('static', null)).toBe('Static answer');
  });
});

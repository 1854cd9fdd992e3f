import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../../../../shared/model/flag.ts';
import { blank } from './blank.fixture.ts';
import { flagIssues } from './flagIssues.ts';
import { differs, mergeFlags } from './mergeFlags.ts';

const flag = (change: Partial<Flag> = {}): Flag => ({ ...blank, ...change });

describe('mergeFlags', () => {
  it('keeps what only one of us changed', () => {
    const { flag: merged, both } = mergeFlags(flag(), flag({ owner: 'me' }), flag({ tags: ['theirs'] }));
    expect(merged).toEqual(flag({ owner: 'me', tags: ['theirs'] }));
    expect(both).toEqual([]);
  });
  it('names what both of us changed, and puts mine there', () => {
    const { flag: merged, both } = mergeFlags(flag(), flag({ owner: 'me' }), flag({ owner: 'them' }));
    expect(merged.owner).toBe('me');
    expect(both).toEqual(['owner']);
  });
  it('takes away what I took away', () => {
    const base = flag({ plannedEnd: '2026-12-01' });
    expect('plannedEnd' in mergeFlags(base, flag(), base).flag).toBe(false);
    expect(differs(base, flag())).toBe(true);
  });
});

describe('flagIssues', () => {
  it('finds nothing wrong with a good flag, and says where a bad one is wrong', () => {
    expect(flagIssues(flag())).toEqual([]);
    const rule = {
      id: 'r',
      name: '',
      match: {
        kind: 'conditions' as const,
        conditions: [{ operator: 'in' as const, attribute: '', values: [] }],
      },
      serve: { kind: 'variant' as const, variant: 'a' },
      window: { from: '2026-02-01T00:00:00.000Z', until: '2026-01-01T00:00:00.000Z' },
    };
    expect(flagIssues(flag({ rules: [rule] }))).toEqual([
      { path: 'rules.0.name', message: 'A name is needed' },
      { path: 'rules.0.match.conditions.0.attribute', message: 'Fill this in' },
      { path: 'rules.0.match.conditions.0.values', message: 'List at least one value' },
      { path: 'rules.0.window.until', message: 'This is before the rule begins' },
    ]);
  });
});

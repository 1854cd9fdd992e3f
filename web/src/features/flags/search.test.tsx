import { describe, expect, it } from 'vitest';
import type { FlagSummary } from '../../trpc.ts';
import { applySearch, type FlagsSearch, readFlagsSearch } from './search.ts';

const traffic = {
  calls: 0,
  ok: 0,
  failed: 0,
  rejected: 0,
  incomplete: 0,
  cancelled: 0,
  fallbacks: 0,
  users: 0,
  p50Ms: null,
  p95Ms: null,
  tokens: 0,
  costUsd: 0,
  unpricedCalls: 0,
  simulatedCalls: 0,
  lastAt: null,
  byVariant: [],
};
const flag = (key: string, calls: number, more: Partial<FlagSummary> = {}): FlagSummary => ({
  key,
  name: key,
  kind: 'call',
  valueType: null,
  public: false,
  plannedEnd: null,
  lastEvaluatedAt: null,
  stale: [],
  description: '',
  tags: [],
  owner: '',
  on: true,
  version: 1,
  override: null,
  knownGood: 'a',
  fallback: 'b',
  serving: [],
  rules: 0,
  targets: 0,
  timeline: [],
  ...more,
  traffic: { ...traffic, calls },
});
const flags = [
  flag('reply', 5, { tags: ['support'] }),
  flag('summary', 9, { on: false }),
  flag('answer', 1, { owner: 'Support tools' }),
];
const keys = (search: FlagsSearch) => applySearch(flags, search).map((found) => found.key);

describe('applySearch', () => {
  it('sorts by name, or by a figure with the largest first', () => {
    expect(keys({})).toEqual(['answer', 'reply', 'summary']);
    expect(keys({ sort: 'calls' })).toEqual(['summary', 'reply', 'answer']);
    expect(keys({ sort: 'calls', order: 'up' })).toEqual(['answer', 'reply', 'summary']);
  });
  it('searches names, tags and owners, and filters by state', () => {
    expect(keys({ q: 'support' })).toEqual(['answer', 'reply']);
    expect(keys({ state: 'off' })).toEqual(['summary']);
    expect(keys({ tag: 'support' })).toEqual(['reply']);
  });
  it('forgives an address that somebody mistyped', () => {
    expect(readFlagsSearch({ state: 'nonsense', sort: 3, q: 12, more: 1 })).toEqual({ q: '12' });
  });
});

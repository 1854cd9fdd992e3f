import { describe, expect, it } from 'vitest';
import { countdown } from '../countdown.ts';
import { keyFrom } from './keyFrom.ts';
import { fromLocal, toLocal } from './localTime.ts';

describe('local times', () => {
  it('come back as the same moment in UTC', () => {
    const iso = '2026-03-01T12:34:00.000Z';
    expect(fromLocal(toLocal(iso))).toBe(iso);
    expect(toLocal('')).toBe('');
    expect(fromLocal('nonsense')).toBe('');
  });
});

describe('countdown', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  it.each([
    ['2026-01-01T00:04:00Z', 'in 4 min'],
    ['2026-01-01T03:20:00Z', 'in 3 h 20 min'],
    ['2026-01-04T00:00:00Z', 'in 3 days'],
    ['2025-12-31T23:00:00Z', 'now'],
  ])('%s is %s', (at, words) => {
    expect(countdown(at, now)).toBe(words);
  });
});

describe('keyFrom', () => {
  it('makes a key of any name', () => {
    expect(keyFrom('Beta users (EU)')).toBe('beta-users-eu');
    expect(keyFrom('Über-Test!')).toBe('uber-test');
  });
});

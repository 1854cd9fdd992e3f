import { describe, expect, it } from 'vitest';
import { valueFlag } from '../server/testing/testFlags.ts';
import { changedFlags, readRulebook } from './rulebook.ts';

const overrideOf = (target: string) => ({ target, mode: 'kill', since: '2026-01-01T00:00:00.000Z' });
const wire = (changes: object = {}) =>
  JSON.parse(
    JSON.stringify({
      revision: 3,
      tag: '3-x',
      flags: [
        valueFlag('a', { deep: [1, { x: null }] }, {}),
        valueFlag('b', 1, 2, { prerequisites: [{ flag: 'a', variants: ['on'] }] }),
        valueFlag('c', 1, 2),
      ],
      segments: [],
      overrides: [],
      ...changes,
    }),
  ) as { flags: Record<string, unknown>[] };

describe('a rulebook', () => {
  it('keeps what has not changed, and names what may answer differently', () => {
    const first = readRulebook(wire(), null).rulebook;
    expect(changedFlags(null, first)).toEqual(['a', 'b', 'c']);
    const edited = wire();
    edited.flags[0]!.on = false;
    const second = readRulebook(edited, first).rulebook;
    expect(second.flags.get('c')).toBe(first.flags.get('c'));
    expect(second.segments).toBe(first.segments);
    expect(changedFlags(first, second)).toEqual(['a', 'b']);
    const killed = readRulebook(wire({ overrides: [overrideOf('c')] }), first).rulebook;
    expect(changedFlags(first, killed)).toEqual(['c']);
    const all = readRulebook(wire({ overrides: [overrideOf('*')] }), first).rulebook;
    expect(changedFlags(first, all)).toEqual(['a', 'b', 'c']);
  });

  it('with a flag that cannot be read still brings the others and the overrides', () => {
    const first = readRulebook(wire(), null).rulebook;
    const newer = wire({ overrides: [overrideOf('c')] });
    newer.flags[1]!.fallthrough = { kind: 'by-moon-phase' };
    newer.flags.push({ key: 'd', kind: 'quantum' });
    const { rulebook, unread } = readRulebook(newer, first);
    expect(unread).toEqual(['b', 'd']);
    expect(rulebook.flags.get('b')).toBe(first.flags.get('b'));
    expect(rulebook.flags.has('d')).toBe(false);
    expect(rulebook.overrides.has('c')).toBe(true);
  });

  it.each([[null], [[]], [{ revision: 1 }], ['text']])('that is %j is refused', (json) => {
    expect(() => readRulebook(json, null)).toThrow('cannot be read');
  });
});

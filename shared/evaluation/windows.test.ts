import { describe, expect, it } from 'vitest';
import { valueFlag } from '../../server/testing/testFlags.ts';
import type { Flag, Window } from '../model/flag.ts';
import type { Override } from '../model/override.ts';
import { compile } from './compile.ts';
import { type Alarm, watchWindows } from './windows.ts';

const noon = Date.parse('2026-03-01T12:00:00.000Z');
const iso = (time: number) => new Date(time).toISOString();
const windowed = (key: string, window: Window, changes: Partial<Flag> = {}) =>
  valueFlag(key, 'in', 'out', {
    fallthrough: { kind: 'variant', variant: 'off' },
    rules: [
      {
        id: 'sale',
        name: 'Sale',
        window,
        match: { kind: 'conditions', conditions: [{ operator: 'exists', attribute: 'targetingKey' }] },
        serve: { kind: 'variant', variant: 'on' },
      },
    ],
    ...changes,
  });
const rulebookOf = (flags: Flag[], overrides: Override[] = []) => ({
  flags: new Map(flags.map((flag) => [flag.key, flag])),
  segments: new Map(),
  overrides: new Map(overrides.map((one) => [one.target, one])),
});

/** A clock that a test moves, and the one alarm that may be set on it. */
function testClock() {
  let set: { at: number; ring: () => void } | null = null;
  let time = noon;
  const waits: number[] = [];
  const alarm: Alarm = {
    now: () => time,
    set(ms, ring) {
      expect(set).toBeNull();
      waits.push(ms);
      set = { at: time + ms, ring };
      return () => {
        set = null;
      };
    },
  };
  return {
    waits,
    alarm,
    jumpTo(next: number) {
      time = next;
    },
    isSet: () => set !== null,
    /** Lets time pass, and every alarm ring on the way. */
    pass(ms: number) {
      const end = time + ms;
      for (let due = set; due && due.at <= end; due = set) {
        time = due.at;
        set = null;
        due.ring();
      }
      time = end;
    },
    ringNow() {
      const due = set;
      set = null;
      due?.ring();
    },
  };
}

function watched(flags: Flag[], overrides: Override[] = []) {
  const clock = testClock();
  const told: [number, string[]][] = [];
  const watch = watchWindows(clock.alarm, (keys) => told.push([clock.alarm.now() - noon, keys]));
  watch.follow(rulebookOf(flags, overrides));
  return { clock, told, watch };
}

describe('a watch of time windows', () => {
  const sale = windowed('sale', { from: iso(noon + 1_000), until: iso(noon + 5_000) });

  it('tells at the very moments at which the evaluator answers differently', () => {
    const { clock, told } = watched([sale]);
    const evaluator = compile(rulebookOf([sale]), clock.alarm.now);
    const value = () => evaluator.evaluate('sale', { targetingKey: 'ada' })?.value;
    const values = [value()];
    for (const ms of [999, 1, 3_999, 1]) {
      clock.pass(ms);
      values.push(value());
    }
    expect(values).toEqual(['out', 'out', 'in', 'in', 'out']);
    expect(told).toEqual([
      [1_000, ['sale']],
      [5_000, ['sale']],
    ]);
  });

  it('names the flags that need one with a window, and those alone', () => {
    const needing = valueFlag('needing', 1, 2, { prerequisites: [{ flag: 'sale', variants: ['on'] }] });
    const { clock, told } = watched([needing, sale, valueFlag('other', 1, 2)]);
    clock.pass(2_000);
    expect(told).toEqual([[1_000, ['sale', 'needing']]]);
  });

  it('is silent for flags that do not look at their rules', () => {
    const since = iso(noon);
    const off = { ...sale, on: false };
    expect(watched([off]).clock.isSet()).toBe(false);
    expect(watched([sale], [{ target: 'sale', mode: 'kill', since }]).clock.isSet()).toBe(false);
    expect(watched([sale], [{ target: '*', mode: 'known-good', since }]).clock.isSet()).toBe(false);
    expect(watched([valueFlag('plain', 1, 2)]).clock.isSet()).toBe(false);
  });

  it('waits no longer than a timer can, for a window that is years away', () => {
    const { clock, told } = watched([windowed('far', { from: iso(noon + 90 * 86_400_000) })]);
    clock.pass(90 * 86_400_000);
    expect(new Set(clock.waits)).toEqual(new Set([30_000]));
    expect(told).toEqual([[90 * 86_400_000, ['far']]]);
  });

  it('follows the next rulebook, and tells first what has passed under the one before', () => {
    const { clock, told, watch } = watched([sale]);
    clock.jumpTo(noon + 1_000);
    watch.follow(rulebookOf([windowed('other', { until: iso(noon + 3_000) })]));
    clock.pass(10_000);
    expect(told).toEqual([
      [1_000, ['sale']],
      [3_000, ['other']],
    ]);
  });

  it('notices a clock that was set forth, or back', () => {
    const { clock, told } = watched([sale]);
    clock.jumpTo(noon + 3_600_000);
    clock.ringNow();
    clock.jumpTo(noon);
    clock.ringNow();
    expect(told.map(([, keys]) => keys)).toEqual([['sale'], ['sale']]);
    clock.pass(1_000);
    expect(told).toHaveLength(3);
  });

  it('rings no more once it is stopped', () => {
    const { clock, told, watch } = watched([sale]);
    watch.stop();
    clock.pass(10_000);
    expect([told, clock.isSet()]).toEqual([[], false]);
  });
});

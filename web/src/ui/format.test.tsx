import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatCost,
  formatCount,
  formatDuration,
  formatMoment,
  formatProportion,
  formatShare,
} from './format.ts';

describe('formatCost', () => {
  it('keeps small amounts readable and tells unknown from nothing', () => {
    expect(formatCost(0.00042)).toBe('$0.00042');
    expect(formatCost(0.0423)).toBe('$0.042');
    expect(formatCost(12.345)).toBe('$12.35');
    expect(formatCost(0)).toBe('$0');
    expect(formatCost(null)).toBe('unknown');
  });
});

describe('formatDuration', () => {
  it('chooses the unit that people would say', () => {
    expect(formatDuration(0.42)).toBe('0.4 ms');
    expect(formatDuration(312.4)).toBe('312 ms');
    expect(formatDuration(2_140)).toBe('2.1 s');
    expect(formatDuration(90_000)).toBe('1.5 min');
    expect(formatDuration(null)).toBe('–');
  });
});

describe('formatShare', () => {
  it('shows the finest step of a split, and no needless zeros', () => {
    expect(formatShare(0.00001)).toBe('0.001%');
    expect(formatShare(0.12345)).toBe('12.345%');
    expect(formatShare(0.25)).toBe('25%');
  });
});

describe('formatProportion', () => {
  it('never rounds an exception away', () => {
    expect(formatProportion(99_999, 100_000)).toBe('>99.9%');
    expect(formatProportion(1, 100_000)).toBe('<0.1%');
    expect(formatProportion(100, 100)).toBe('100%');
    expect(formatProportion(0, 0)).toBe('–');
  });
});

describe('formatCount and formatAgo', () => {
  it('groups digits, then shortens', () => {
    expect(formatCount(12_345)).toBe('12,345');
    expect(formatCount(1_234_567)).toBe('1.2M');
  });
  it('names the day of a moment that is not today, and the year of one that is not this year’s', () => {
    const now = new Date(2026, 2, 1, 12, 0);
    const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();
    expect(formatMoment(at(2026, 2, 1, 4, 42), now)).toBe('04:42');
    expect(formatMoment(at(2026, 1, 28, 4, 42), now)).toBe('Feb 28, 04:42');
    expect(formatMoment(at(2025, 10, 4, 4, 42), now)).toBe('Nov 4, 2025, 04:42');
  });
  it('says how long ago', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    expect(formatAgo('2026-03-01T11:59:40Z', now)).toBe('just now');
    expect(formatAgo('2026-03-01T11:56:00Z', now)).toBe('4 min ago');
    expect(formatAgo('2026-03-01T09:00:00Z', now)).toBe('3 h ago');
  });
});

import { describe, expect, it } from 'vitest';
import { statisticalVerdict } from '../../../../../shared/migration/statisticalVerdict.ts';
import { position } from './IntervalPlot.tsx';
import { hasIntervals, readReport } from './readReport.ts';
import { scaleOf } from './scale.ts';

const scores = (count: number, change: number) =>
  Array.from({ length: count }, (_, at) => ({
    query: `q${at}`,
    ndcg10: { old: 0.5, new: 0.5 + change + (at % 2 === 0 ? 0.01 : -0.01) },
    recall100: { old: 1, new: 1 },
  }));

describe('a change against the line of -0.02', () => {
  it('lies where the verdict says', () => {
    expect(position(statisticalVerdict(scores(40, 0.1)).ndcg10)).toBe('pass');
    expect(position(statisticalVerdict(scores(40, -0.1)).ndcg10)).toBe('fail');
    expect(position({ lower: -0.05, upper: 0.05 })).toBe('open');
  });

  it('is not plotted where there are no bounds', () => {
    expect(hasIntervals(statisticalVerdict(scores(40, 0)))).toBe(true);
    // Infinite bounds of a single query come through JSON as null.
    const one = JSON.parse(JSON.stringify(statisticalVerdict(scores(1, 0))));
    expect(hasIntervals(one)).toBe(false);
    expect(hasIntervals(JSON.parse(JSON.stringify(statisticalVerdict([]))))).toBe(false);
  });
});

describe('the scale of a plot', () => {
  it('holds every value, in order, with a few round marks', () => {
    const scale = scaleOf([-0.04, 0.02, 0.31]);
    expect(scale.at(-0.04)).toBeGreaterThan(0);
    expect(scale.at(0.31)).toBeLessThan(100);
    expect(scale.at(0)).toBeGreaterThan(scale.at(-0.02));
    expect(scale.ticks).toEqual([0, 0.1, 0.2, 0.3]);
  });
});

describe('a stored report', () => {
  it('of a shape that is not known is not read', () => {
    const report = { verdict: 'pass', hard: [], operational: [], statistical: {}, movers: [] };
    expect(readReport({ body: report })).toBe(report);
    expect(readReport({ body: { verdict: 'pass' } })).toBeNull();
    expect(readReport({ body: { ...report, hard: [1] } })).toBeNull();
  });
});

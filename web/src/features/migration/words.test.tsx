import { describe, expect, it } from 'vitest';
import { draftMigration } from '../../../../shared/migration/migration.ts';
import { readDryRun } from './act/readDryRun.ts';
import { backfillWords } from './backfillWords.ts';
import { ofMigration } from './ofMigration.ts';
import { verdictAge } from './verdictAge.ts';
import { checkWords, formatChange, formatLong } from './words.ts';

const state = {
  ...draftMigration({
    collection: 'docs',
    from: 'iv_00000000000000000000',
    to: 'iv_11111111111111111111',
    epoch: 1,
    throttle: { documentsPerSecond: 200, batchesInFlight: 2, budgetUsd: null },
  }),
  stage: 'backfilling' as const,
};
const coverage = {
  slot: 2,
  version: 'iv_11111111111111111111',
  watermark: 0,
  documents: 1_000,
  covered: 5,
  withoutText: 0,
  orphans: 0,
  chunks: 5,
  waiting: 0,
  dead: 0,
  oldestWaitingAt: null,
};

describe('the words for a backfill', () => {
  it('tell no time before 1% is done', () => {
    const words = backfillWords({ state, coverage, progress: { share: 0.005, rate: 50, etaMs: null } });
    expect(words).toMatchObject({ percent: 0.5, rate: '50 a second', eta: 'not known yet' });
  });

  it('tell the time that is left after that, and never 100% before the end', () => {
    const words = backfillWords({
      state,
      coverage: { ...coverage, documents: 100_000, covered: 99_999 },
      progress: { share: 0.99999, rate: 3.25, etaMs: 308 },
    });
    expect(words.percent).toBe(99.9);
    expect(words.rate).toBe('3.3 a second');
    expect(words.eta).toBe('about 1 s');
  });

  it('tell no speed while it does not run', () => {
    const paused = { ...state, stage: 'paused' as const };
    const words = backfillWords({ state: paused, coverage, progress: { share: 0.005, rate: 50, etaMs: 9 } });
    expect(words).toMatchObject({ rate: '–', eta: '–', etaNote: 'It does not run now.' });
  });
});

describe('long times', () => {
  it('stand in two units at most', () => {
    expect([30_000, 600_000, 3_600_000, 12_000_000, 200_000_000].map(formatLong)).toEqual([
      '30 s',
      '10 min',
      '1 h',
      '3 h 20 min',
      '2 days 7 h',
    ]);
  });
});

describe('a change of a score', () => {
  it('has its sign and three decimals, and is unknown where there is none', () => {
    expect([0.0312, -0.02, Number.NaN].map(formatChange)).toEqual(['+0.031', '−0.020', 'unknown']);
  });
});

describe('a verdict', () => {
  const at = Date.UTC(2026, 0, 1);
  it('holds for a day', () => {
    expect(verdictAge({ at }, new Date(at + 23 * 3_600_000)).isOld).toBe(false);
    expect(verdictAge({ at }, new Date(at + 25 * 3_600_000)).isOld).toBe(true);
    expect(verdictAge({ at }, new Date(at)).until).toBe('2026-01-02T00:00:00.000Z');
  });
});

describe('a dry run', () => {
  const run = (...checks: [string, boolean][]) => ({
    allowed: checks.every(([, passed]) => passed),
    from: 'ready' as const,
    to: null,
    would: [],
    warnings: [],
    checks: checks.map(([check, passed]) => ({ check, passed, figure: '', mend: '' })),
  });

  it('is refused by what the form does not ask for', () => {
    expect(readDryRun(run(['gate', false], ['confirmation', false]))).toMatchObject({
      allowed: false,
      refused: [{ check: 'gate' }],
    });
  });

  it('is allowed where only the typing is missing', () => {
    expect(readDryRun(run(['confirmation', false], ['epoch', true])).allowed).toBe(true);
    expect(readDryRun(run(['old-index-behind', false])).allowed).toBe(false);
  });

  it('shows a check that is new here by its own name', () => {
    expect([checkWords('gate-fresh'), checkWords('moon-phase')]).toEqual([
      'Verdict still holds',
      'Moon phase',
    ]);
  });
});

describe('the history of a migration', () => {
  const entry = (at: string, action = 'changed') => ({ at, changes: [{ action }] });
  const times = { createdAt: '2026-01-01T10:00:00Z', updatedAt: '2026-01-01T12:00:00Z' };
  const entries = ['2026-01-01T13:00:00Z', '2026-01-01T11:00:00Z', '2026-01-01T09:00:00Z'].map((at) =>
    entry(at),
  );

  it('ends with it, and begins with its plan', () => {
    expect(ofMigration(entries, { ...times, state })).toHaveLength(2);
    expect(ofMigration(entries, { ...times, state: { ...state, stage: 'retired' } })).toHaveLength(1);
    const made = entry(times.createdAt, 'created');
    expect(ofMigration([made, entry(times.createdAt)], { ...times, state })).toHaveLength(1);
  });
});

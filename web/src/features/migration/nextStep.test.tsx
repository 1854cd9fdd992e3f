import { describe, expect, it } from 'vitest';
import {
  draftMigration,
  type Migration,
  type Stage,
  stages,
} from '../../../../shared/migration/migration.ts';
import { table } from '../../../../shared/migration/table.ts';
import { actWords } from './act/actWords.ts';
import { nextStep } from './nextStep.ts';
import { pollEvery } from './pollEvery.ts';
import { stageLine, whereWords } from './stageLine.ts';

const draft: Migration = draftMigration({
  collection: 'docs',
  from: 'iv_00000000000000000000',
  to: 'iv_11111111111111111111',
  epoch: 1,
  throttle: { documentsPerSecond: 200, batchesInFlight: 2, budgetUsd: null },
});
const gate = (verdict: NonNullable<Migration['gate']>['verdict'], approvedBy: string | null = null) => ({
  verdict,
  at: 0,
  basis: 'b',
  words: '',
  approvedBy,
});
const at = (stage: Stage, more: Partial<Migration> = {}): Migration => ({ ...draft, stage, ...more });

const judged = (['pass', 'fail', 'inconclusive', 'unjudged'] as const).map((verdict) => gate(verdict));
const states = stages.flatMap((stage) =>
  [null, ...judged, gate('unjudged', 'ada')].flatMap((one) =>
    [false, true].map((gateRunning) => at(stage, { gate: one, gateRunning, canaryPercent: 10 })),
  ),
);

describe('what comes next', () => {
  it.each(stages)('at %s offers nothing that the stage would refuse', (stage) => {
    for (const state of states.filter((one) => one.stage === stage))
      for (const mayApprove of [true, false, null]) {
        const { primary, others, sentence } = nextStep(state, mayApprove);
        expect(sentence).toMatch(/\.$/);
        const acts = [...(primary === null ? [] : [primary]), ...others].filter((move) => move !== 'golden');
        for (const act of acts) {
          expect(table[stage][act], `${act} at ${stage}`).toBeDefined();
          expect(actWords[act].button).not.toBe('');
        }
        expect(new Set([primary, ...others]).size).toBe(others.length + 1);
      }
  });

  it('is always to reverse while the new index serves', () => {
    expect(nextStep(at('serving-new'), null).primary).toBe('reverse');
  });

  it('is to cut over only where the verdict lets it through', () => {
    expect(nextStep(at('ready', { gate: gate('pass') }), null).primary).toBe('cutover');
    expect(nextStep(at('serving-old', { gate: gate('pass') }), null).primary).toBe('cutover');
    expect(nextStep(at('serving-old', { gate: gate('fail') }), null).primary).toBe('verify');
    expect(nextStep(at('serving-old', { gate: gate('unjudged', 'ada') }), null).primary).toBe('cutover');
  });

  it('names what decides after each verdict', () => {
    const step = (verdict: 'fail' | 'inconclusive' | 'unjudged', mayApprove: boolean | null = null) =>
      nextStep(at('verifying', { gate: gate(verdict) }), mayApprove).primary;
    expect(step('fail')).toBe('verify');
    expect(step('inconclusive')).toBe('golden');
    expect(step('unjudged', true)).toBe('approve');
    expect(step('unjudged', false)).toBe('golden');
  });

  it('is to wait while a flip is under way', () => {
    const pending = { act: 'cutover' as const, epoch: 1, waived: [], despiteLag: false };
    expect(nextStep(at('ready', { pending }), null)).toMatchObject({ primary: null, others: [] });
  });
});

describe('the line of stages', () => {
  const states = (migration: Migration) => stageLine(migration).map(({ state }) => state);
  it('is done up to where it is', () => {
    expect(states(at('verifying'))).toEqual(['done', 'done', 'now', 'next', 'next', 'next']);
    expect(states(at('retired'))).toEqual(Array(6).fill('done'));
  });

  it('of a cancelled one goes no further than it got', () => {
    expect(states(at('cancelled', { workerEpoch: 1 }))).toEqual(['done', ...Array(5).fill('never')]);
    expect(states(at('cancelled', { workerEpoch: 2 })).slice(0, 3)).toEqual(['done', 'done', 'never']);
  });

  it('says in words where it is and what comes next', () => {
    expect(whereWords(stageLine(at('backfilling')))).toBe(
      'Step 2 of 6: Build. Next: Compare, is it as good?.',
    );
    expect(whereWords(stageLine(at('retiring')))).toBe('Step 6 of 6: Retire.');
    expect(whereWords(stageLine(at('retired')))).toBe('All steps are done');
  });
});

describe('the page', () => {
  it('asks often while something runs, and no more once it is over', () => {
    expect(pollEvery(at('backfilling'))).toBeLessThanOrEqual(2_000);
    expect(pollEvery(at('ready', { gateRunning: true }))).toBeLessThanOrEqual(2_000);
    for (const stage of ['draft', 'paused', 'retired', 'cancelled'] as const)
      expect(pollEvery(at(stage))).toBe(false);
  });
});

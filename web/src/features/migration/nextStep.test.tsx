import { describe, expect, it } from 'vitest';
import {
  draftMigration,
  type Migration,
  type Stage,
  stages,
} from '../../../../shared/migration/migration.ts';
import { table } from '../../../../shared/migration/table.ts';
import { actWords } from './act/actWords.ts';
import { realShareWords } from './canary/realShare.ts';
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

describe('a verdict that did not pass', () => {
  const stepAfter = (verdict: 'fail' | 'inconclusive', words: string) =>
    nextStep(at('verifying', { gate: { ...gate(verdict), words } }), null);

  it('leads to another index where answers are worse, whatever else failed', () => {
    for (const words of ['Worse: nDCG@10 −0.3', 'self-retrieval: 1 of 50. Look at it. Worse: nDCG@10 −0.3'])
      expect(stepAfter('fail', words)).toMatchObject({
        primary: 'cancel',
        sentence: expect.stringContaining('plan another index'),
      });
  });

  it('leads to mending where only a check failed', () => {
    const step = stepAfter(
      'fail',
      'coverage: 3 of 4 documents. Backfill again. At least as good: nDCG@10 +0.0',
    );
    expect(step).toMatchObject({
      primary: 'verify',
      sentence: expect.stringContaining('Mend what is named'),
    });
  });

  it('names the least number of golden queries where that is what is missing', () => {
    const few = stepAfter(
      'inconclusive',
      'Not decided: nDCG@10 +0, recall@100 +0, over 12 queries. Needs about 9 more',
    );
    expect(few.sentence).toContain('at least 30 golden queries that can be used; there are 12');
    const many = stepAfter(
      'inconclusive',
      'Not decided: nDCG@10 +0, recall@100 +0, over 120 queries. Needs about 9',
    );
    expect(many.sentence).toContain('do not tell');
  });
});

describe('what is over, or undone', () => {
  it('says which index serves, and what to do next', () => {
    expect(nextStep(at('retired', { serving: 'new' }), null).sentence).toMatch(
      /^The new index serves.*plan another/,
    );
    expect(nextStep(at('retired', { serving: 'old' }), null).sentence).toMatch(/^The old index serves/);
    expect(nextStep(at('cancelled'), null).sentence).toMatch(/^The old index serves.*plan another/);
  });

  it('does not look cut over once it is reversed', () => {
    const notes = (stage: Stage) =>
      stageLine(at(stage))
        .map(({ note }) => note)
        .join();
    expect(notes('serving-old')).toContain('the old index serves');
    expect(notes('serving-new')).not.toContain('the old index serves');
  });
});

describe('the share of queries', () => {
  const side = (name: 'old' | 'new', queries: number) => ({
    side: name,
    version: 'iv_00000000000000000000' as const,
    queries,
    empty: 0,
    failed: 0,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    histogram: [],
  });

  it('is told as it was, beside the share of askers', () => {
    expect(realShareWords({ minutes: 15, sides: [side('old', 50), side('new', 11)] })).toContain(
      '11 of 61 queries (18%)',
    );
    expect(realShareWords({ minutes: 15, sides: [side('old', 0), side('new', 0)] })).toContain(
      'Nobody has asked',
    );
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

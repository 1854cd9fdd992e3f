import { describe, expect, it } from 'vitest';
import { draftMigration, type Stage } from '../../../../shared/migration/migration.ts';
import { agreementsOpen } from './agreements.ts';

const state = (stage: Stage) => ({
  ...draftMigration({
    collection: 'docs',
    from: 'iv_00000000000000000000',
    to: 'iv_11111111111111111111',
    epoch: 1,
    throttle: { documentsPerSecond: 200, batchesInFlight: 2, budgetUsd: null },
  }),
  stage,
});
const open = (stage: Stage, need: 'nobody' | 'second-person') =>
  agreementsOpen({ approval: { need, agreed: [] }, state: state(stage) });

describe('what a second person may agree to', () => {
  it('is what the stage takes, where the environment wants it', () => {
    expect(open('ready', 'second-person')).toEqual(['cutover']);
    expect(open('serving-old', 'second-person')).toEqual(['cutover', 'retire']);
    expect(open('serving-new', 'second-person')).toEqual(['retire']);
    expect(open('backfilling', 'second-person')).toEqual([]);
  });

  it('is nothing where nobody has to agree', () => {
    expect(open('serving-old', 'nobody')).toEqual([]);
  });
});

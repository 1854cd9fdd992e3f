import type { Inputs, Outputs } from '../../trpc.ts';

export type MigrationDetail = Outputs['migrations']['get'];
export type MigrationEntry = Outputs['migrations']['list']['migrations'][number];
export type MigrationState = MigrationEntry['state'];
export type ActRequest = Inputs['migrations']['act']['act'];
export type DryRun = Outputs['migrations']['dryRun'];
export type Check = DryRun['checks'][number];
export type Collection = Outputs['collections']['get'];
export type Figures = Outputs['migrations']['figures'];
export type FiguresOfSide = Figures['sides'][number];
export type KeptGoldenSet = Outputs['migrations']['keepGoldenSet'];
export type GoldenSetEntry = Outputs['migrations']['goldenSets']['sets'][number];
export type Estimate = Outputs['migrations']['estimate'];
export type Report = Outputs['migrations']['reports']['reports'][number];

import { oneOf, searchParams } from '../../../ui/searchParams.ts';

export const planSteps = ['New index', 'Golden queries', 'Speed', 'Review'] as const;

/** Which step of a plan is open, in the address, so that the browser's Back goes back a step. From 1. */
export const readPlanSearch = searchParams({ step: oneOf(1, 2, 3, 4) });
export type PlanStep = NonNullable<ReturnType<typeof readPlanSearch>['step']>;

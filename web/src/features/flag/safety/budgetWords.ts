import type { Budget } from '../../../../../shared/model/flag.ts';
import { formatCost } from '../../../ui/format.ts';

export type BudgetState = 'ok' | 'warn' | 'fall-back' | 'refuse';

export const stateWords: Record<BudgetState, string> = {
  ok: 'Within the budget',
  warn: 'Past the warning',
  'fall-back': 'Spent: the cheaper variant answers',
  refuse: 'Spent: calls are refused',
};

export interface Threshold {
  usd: number;
  state: Exclude<BudgetState, 'ok'>;
  /** "warns from $5". */
  words: string;
}

/** The thresholds that are set, from the lowest to the highest. */
export function thresholdsOf(
  budget: Budget | null | undefined,
  name: (variant: string) => string,
): Threshold[] {
  const { warnUsd, fallBackUsd, fallBackTo, refuseUsd } = budget ?? {};
  const all: Threshold[] = [];
  if (warnUsd !== undefined)
    all.push({ usd: warnUsd, state: 'warn', words: `warns from ${formatCost(warnUsd)}` });
  if (fallBackUsd !== undefined)
    all.push({
      usd: fallBackUsd,
      state: 'fall-back',
      words: `${fallBackTo === undefined ? 'a cheaper variant' : name(fallBackTo)} answers from ${formatCost(fallBackUsd)}`,
    });
  if (refuseUsd !== undefined)
    all.push({ usd: refuseUsd, state: 'refuse', words: `refuses from ${formatCost(refuseUsd)}` });
  return all;
}

/** What a budget with a threshold or more does: "warns from $5, Concise answers from $8, refuses from $10 a day". */
export const budgetWords = (thresholds: readonly Threshold[]): string =>
  `${thresholds.map(({ words }) => words).join(', ')} a day`;

/** Where spending and thresholds stand on a bar, 0 to 100; the highest of them all is a little before its end. */
export function placesOnBar(spentUsd: number, thresholds: readonly Threshold[]) {
  const end = Math.max(spentUsd, ...thresholds.map(({ usd }) => usd)) * 1.05;
  const place = (usd: number) => (end === 0 ? 0 : Math.min(100, (usd / end) * 100));
  return { spent: place(spentUsd), thresholds: thresholds.map(({ usd }) => place(usd)) };
}

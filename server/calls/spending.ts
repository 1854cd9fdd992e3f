import type { Budget } from '../../shared/model/flag.ts';
import type { TelemetryStore } from '../store/store.ts';

export type BudgetState = 'ok' | 'warn' | 'fall-back' | 'refuse';

/** What each flag has cost since midnight, UTC. Calls whose price is unknown cannot be counted. */
export interface Spending {
  add(environment: string, flag: string, costUsd: number | null): void;
  /** US dollars today. */
  today(environment: string, flag: string): number;
}

/** Starts from what today's records say, so that a restart does not open a spent budget again. */
export async function openSpending(
  store: Pick<TelemetryStore, 'spentSince'>,
  environments: readonly string[],
  now: () => Date,
): Promise<Spending> {
  const dayOf = () => now().toISOString().slice(0, 10);
  let day = dayOf();
  const spent = new Map<string, number>();
  const keyOf = (environment: string, flag: string) => `${environment}/${flag}`;
  const turnDay = () => {
    if (dayOf() === day) return;
    day = dayOf();
    spent.clear();
  };
  for (const environment of environments)
    for (const { flag, costUsd } of await store.spentSince({ environment, since: `${day}T00:00:00.000Z` }))
      spent.set(keyOf(environment, flag), costUsd);
  return {
    add(environment, flag, costUsd) {
      if (!costUsd) return;
      turnDay();
      const key = keyOf(environment, flag);
      spent.set(key, (spent.get(key) ?? 0) + costUsd);
    },
    today(environment, flag) {
      turnDay();
      return spent.get(keyOf(environment, flag)) ?? 0;
    },
  };
}

/** What a budget says once so many US dollars are spent today. */
export function budgetState(budget: Budget | undefined, spentUsd: number): BudgetState {
  if (!budget) return 'ok';
  const reached = (usd: number | undefined) => usd !== undefined && spentUsd >= usd;
  if (reached(budget.refuseUsd)) return 'refuse';
  if (reached(budget.fallBackUsd)) return 'fall-back';
  return reached(budget.warnUsd) ? 'warn' : 'ok';
}

import type { Budget } from '../../shared/model/flag.ts';
import type { TelemetryStore } from '../store/store.ts';

export type BudgetState = 'ok' | 'warn' | 'fall-back' | 'refuse';

/** What each flag has cost since midnight, UTC. Calls whose price is unknown cannot be counted. */
export interface Spending {
  add(environment: string, flag: string, costUsd: number | null): void;
  /** US dollars today. */
  today(environment: string, flag: string): number;
}

/** Days that are remembered, the newest. */
const mostDays = 3;

/** Starts from what today's records say, so that a restart does not open a spent budget again. */
export async function openSpending(
  store: Pick<TelemetryStore, 'spentSince'>,
  environments: readonly string[],
  now: () => Date,
): Promise<Spending> {
  /** By days since 1970, UTC. */
  const days = new Map<number, Map<string, number>>();
  const keyOf = (environment: string, flag: string) => `${environment}/${flag}`;
  /** The day is asked for each time: a clock that is set back and forward again must not open a spent budget. */
  const spent = (): Map<string, number> => {
    const day = Math.floor(now().getTime() / dayMs);
    let found = days.get(day);
    if (!found) {
      found = new Map();
      days.set(day, found);
      for (const old of days.keys()) if (days.size > mostDays && old !== day) days.delete(old);
    }
    return found;
  };
  const since = `${now().toISOString().slice(0, 10)}T00:00:00.000Z`;
  for (const environment of environments)
    for (const { flag, costUsd } of await store.spentSince({ environment, since }))
      spent().set(keyOf(environment, flag), costUsd);
  return {
    add(environment, flag, costUsd) {
      if (!costUsd) return;
      const today = spent();
      const key = keyOf(environment, flag);
      today.set(key, (today.get(key) ?? 0) + costUsd);
    },
    today: (environment, flag) => spent().get(keyOf(environment, flag)) ?? 0,
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

const dayMs = 24 * 60 * 60 * 1000;

/** When every budget starts anew, in whole seconds from now. */
export const secondsToMidnight = (now: Date): number => Math.ceil((dayMs - (now.getTime() % dayMs)) / 1000);

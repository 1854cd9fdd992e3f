import type { Store } from '../store/store.ts';

const keepEveryMs = 30_000;
const factName = (environment: string) => `last evaluated in ${environment}`;

/** When each flag was last evaluated, by calls, by the remote protocol and by clients that evaluate themselves. */
export interface Usage {
  touch(environment: string, flag: string): void;
  /** ISO time to within half a minute across restarts; null for a flag that never was. */
  lastEvaluated(environment: string, flag: string): string | null;
  close(): Promise<void>;
}

/** Keeps the times in memory, and in the store every half minute. */
export async function openUsage(store: Store, now: () => Date): Promise<Usage> {
  /** Milliseconds since 1970: a call writes one, and few ever ask for it in words. */
  const times = new Map<string, Map<string, number>>();
  const changed = new Set<string>();
  for (const { key } of await store.environments.list()) {
    const kept = await store.facts.get(factName(key));
    const words = Object.entries(kept ? (JSON.parse(kept) as Record<string, string>) : {});
    times.set(key, new Map(words.map(([flag, at]) => [flag, Date.parse(at)])));
  }
  const keep = async () => {
    for (const environment of changed) {
      const words = [...(times.get(environment) ?? [])].map(([flag, at]) => [flag, inWords(at)]);
      await store.facts.set(factName(environment), JSON.stringify(Object.fromEntries(words)));
    }
    changed.clear();
  };
  // A store that refuses is asked again half a minute later: a date of last use is not worth more.
  const timer = setInterval(() => void keep().catch(() => {}), keepEveryMs);
  timer.unref();
  return {
    touch(environment, flag) {
      const own = times.get(environment) ?? new Map<string, number>();
      times.set(environment, own.set(flag, now().getTime()));
      changed.add(environment);
    },
    lastEvaluated(environment, flag) {
      const at = times.get(environment)?.get(flag);
      return at === undefined ? null : inWords(at);
    },
    async close() {
      clearInterval(timer);
      await keep().catch(() => {});
    },
  };
}

const inWords = (at: number): string => new Date(at).toISOString();

import type { Configuration } from '../configuration/configuration.ts';

const mostKept = 1_000;

/** When this process learned of each revision, in milliseconds since 1970. */
export interface CommitTimes {
  /** Null for a revision that was made before this process started, or long ago. */
  of(environment: string, revision: number): number | null;
}

export function watchCommitTimes(configuration: Configuration): CommitTimes {
  const times = new Map<string, Map<number, number>>();
  configuration.watch(({ environment, number }) => {
    const own = times.get(environment) ?? new Map<number, number>();
    times.set(environment, own);
    // A revision that is told of twice was made the first time.
    if (!own.has(number)) own.set(number, configuration.now().getTime());
    const [oldest] = own.keys();
    if (own.size > mostKept && oldest !== undefined) own.delete(oldest);
  });
  return { of: (environment, revision) => times.get(environment)?.get(revision) ?? null };
}

import { type Check, spoken } from './check.ts';

/** The same queries on both indexes, on the same machine. */
export interface OperationalInput {
  /** How many queries were replayed. */
  queries: number;
  /** How many of them found nothing. */
  empty: { old: number; new: number };
  /** 99th percentile of search times in milliseconds; null where none was measured. */
  p99Ms: { old: number; new: number } | null;
  /** Share of the exact results that an approximate index finds, 0 to 1; null for an exact index. */
  approximateRecall: number | null;
}

export const mostSlowdown = 1.2;
/** Below so many milliseconds a ratio is noise, and no caller notices. */
export const unnoticeableMs = 20;
export const leastApproximateRecall = 0.95;

/** What live traffic would notice beside relevance. */
export function operationalChecks({ empty, p99Ms, approximateRecall, queries }: OperationalInput): Check[] {
  const emptyPassed = empty.new <= empty.old;
  const checks: Check[] = [
    {
      check: 'empty-results',
      passed: emptyPassed,
      figure: `${spoken(empty.new)} of ${spoken(queries)} queries find nothing, ${spoken(empty.old)} before`,
      mend: emptyPassed ? '' : 'Look at the queries that find nothing now: their documents may be missing',
    },
  ];
  if (p99Ms) {
    const passed = p99Ms.new <= Math.max(p99Ms.old * mostSlowdown, unnoticeableMs);
    checks.push({
      check: 'latency',
      passed,
      figure: `p99 ${p99Ms.new.toFixed(1)} ms, ${p99Ms.old.toFixed(1)} ms before`,
      mend: passed
        ? ''
        : `At most ${mostSlowdown} times as slow, or ${unnoticeableMs} ms. Fewer dimensions or larger chunks make the search faster`,
    });
  }
  if (approximateRecall !== null) {
    const passed = approximateRecall >= leastApproximateRecall;
    checks.push({
      check: 'approximate-recall',
      passed,
      figure: `finds ${(approximateRecall * 100).toFixed(1)}% of what exact search finds`,
      mend: passed
        ? ''
        : `At least ${leastApproximateRecall * 100}% are needed: build the index with more effort`,
    });
  }
  return checks;
}

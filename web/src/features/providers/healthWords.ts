import type { FallbackReason } from '../../../../shared/model/call.ts';
import type { ModelEntry } from '../../trpc.ts';
import { formatProportion } from '../../ui/format.ts';
import { fallbackWords } from '../../ui/words.ts';

interface BreakerWords {
  label: string;
  about: string;
  color: string;
}

/** What the breaker of a provider and model does now. */
export const breakerWords: Record<ModelEntry['breaker'], BreakerWords> = {
  closed: { label: 'Calls go through', about: 'Its breaker is closed.', color: 'pine' },
  open: {
    label: 'Left alone',
    about: 'It kept failing, so its breaker is open: calls go to known good at once, without waiting for it.',
    color: 'red',
  },
  'half-open': {
    label: 'Being tried again',
    about:
      'Its breaker is half open: one call at a time finds out whether it is well, all others go to known good at once.',
    color: 'amber',
  },
};

export interface FailureShare {
  reason: FallbackReason;
  words: string;
  count: number;
  /** Of all attempts: "3.2%". */
  share: string;
}

/** Why attempts failed, the most frequent reason first. */
export const failureShares = ({
  attempts,
  failures,
}: Pick<ModelEntry, 'attempts' | 'failures'>): FailureShare[] =>
  (Object.entries(failures) as [FallbackReason, number][])
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => ({
      reason,
      words: fallbackWords[reason] ?? reason,
      count,
      share: formatProportion(count, attempts),
    }));

/** "All of 40 attempts went well", "38 of 40 attempts went well, 1 was ended by its caller". */
export function attemptWords({
  attempts,
  ok,
  cancelled,
}: Pick<ModelEntry, 'attempts' | 'ok' | 'cancelled'>): string {
  if (attempts === 0) return 'Not asked in the last 15 minutes';
  const left = cancelled === 0 ? '' : `, ${cancelled} ended by callers who left`;
  if (ok === attempts)
    return attempts === 1 ? 'One attempt, which went well' : `All ${attempts} attempts went well`;
  return `${ok} of ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} went well${left}`;
}

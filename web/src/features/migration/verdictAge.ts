import { gateHoldsMs } from '../../../../shared/migration/gateFreshness.ts';
import { verdictInWords } from '../../../../shared/migration/verdictInWords.ts';
import type { MigrationState } from './types.ts';

type Gate = NonNullable<MigrationState['gate']>;

/** When a verdict stops to hold, as far as time goes, and whether it has. */
export function verdictAge(
  { at }: Pick<Gate, 'at'>,
  now: Date,
): { at: string; until: string; isOld: boolean } {
  const until = at + gateHoldsMs;
  return {
    at: new Date(at).toISOString(),
    until: new Date(until).toISOString(),
    isOld: now.getTime() > until,
  };
}

export const verdictWords: Record<Gate['verdict'], { words: string; color: string }> = {
  pass: { words: verdictInWords.pass, color: 'pine' },
  fail: { words: verdictInWords.fail, color: 'red' },
  inconclusive: { words: verdictInWords.inconclusive, color: 'amber' },
  unjudged: { words: verdictInWords.unjudged, color: 'amber' },
};

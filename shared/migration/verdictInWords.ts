import type { GateResult } from './migration.ts';

/** A verdict as people read it, everywhere the same. */
export const verdictInWords: Record<GateResult['verdict'], string> = {
  pass: 'Passed',
  fail: 'Did not pass',
  inconclusive: 'Not decided',
  unjudged: 'Left to people',
};

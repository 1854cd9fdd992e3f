import type { Check } from './check.ts';
import type { Migration } from './migration.ts';

/** So long a verdict holds: 24 hours, in milliseconds. */
export const gateHoldsMs = 24 * 60 * 60 * 1000;

/** Whether the gate let the new index through, and whether what it judged is still so. */
export function gateChecks({ gate, gateRunning }: Migration, basis: string, now: number): Check[] {
  const through =
    gate !== null && (gate.verdict === 'pass' || (gate.verdict === 'unjudged' && gate.approvedBy !== null));
  const hours = gate === null ? 0 : (now - gate.at) / 3_600_000;
  const young = gate !== null && now - gate.at <= gateHoldsMs;
  const same = gate?.basis === basis;
  return [
    {
      check: 'gate',
      passed: through && !gateRunning,
      figure: gateRunning ? 'A verdict is being made' : (gate?.words ?? 'The new index has not been judged'),
      mend:
        through && !gateRunning
          ? ''
          : gateRunning
            ? 'Wait for the verdict'
            : gate?.verdict === 'unjudged'
              ? 'Upload golden queries and verify, or have a second person approve'
              : 'Mend what the gate names, then verify again',
    },
    {
      check: 'gate-fresh',
      passed: young && same,
      figure:
        gate === null
          ? 'There is no verdict'
          : young && !same
            ? 'The configuration or the golden set has changed since the verdict'
            : `The verdict is ${hours.toFixed(1)} hours old`,
      mend: young && same ? '' : 'Verify again: a verdict holds for 24 hours, and for what was judged only',
    },
  ];
}

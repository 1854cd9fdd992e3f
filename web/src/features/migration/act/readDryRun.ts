import type { DryRun } from '../types.ts';

/** What the form itself asks for is no refusal yet: the person has not typed it. */
const ofTheForm = ['confirmation'];

/** The checks that a person has to know of, and whether the act would go through once the form is filled in. */
export function readDryRun(
  run: DryRun,
  asksForTyping: boolean,
): { checks: DryRun['checks']; refused: DryRun['checks']; allowed: boolean } {
  const checks = run.checks.filter(({ check }) => !ofTheForm.includes(check));
  const refused = checks.filter(
    ({ check, passed }) => !passed && !(asksForTyping && check === 'old-index-behind'),
  );
  return { checks, refused, allowed: refused.length === 0 };
}

import type { DryRun } from '../types.ts';

/** What the form itself asks for: it is tried as if the person had typed it. */
const ofTheForm = ['confirmation'];

/** The checks that a person has to know of, those that refuse, and whether the act would go through once the form is filled in. */
export function readDryRun(run: DryRun): {
  checks: DryRun['checks'];
  refused: DryRun['checks'];
  allowed: boolean;
} {
  const checks = run.checks.filter(({ check }) => !ofTheForm.includes(check));
  const refused = checks.filter(({ passed }) => !passed);
  return { checks, refused, allowed: refused.length === 0 };
}

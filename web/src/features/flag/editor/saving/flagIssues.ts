import { Flag } from '../../../../../../shared/model/flag.ts';
import { checkResponder } from '../../../../../../shared/responder/checkResponder.ts';
import type { Issue } from '../../../../ui/form/issues.ts';
import { validate } from '../../../../ui/form/validate.ts';

/** What the server would refuse about a flag, and what it would accept although nobody can mean it. */
export function flagIssues(flag: Flag): Issue[] {
  const issues = validate(Flag, flag);
  for (const [index, { window }] of flag.rules.entries()) {
    if (window?.from && window.until && window.from >= window.until)
      issues.push({ path: `rules.${index}.window.until`, message: 'This is before the rule begins' });
  }
  // The engine that runs the patterns knows more than the schema does.
  for (const [index, variant] of flag.variants.entries()) {
    if (variant.kind !== 'rules') continue;
    const start = `variants.${index}.responder`;
    if (issues.some(({ path }) => path.startsWith(start))) continue;
    for (const { path, message } of checkResponder(variant.responder))
      issues.push({ path: `${start}.${path}`, message });
  }
  return issues;
}

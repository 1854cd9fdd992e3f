import { type CompiledRule, compileResponder } from './compileResponder.ts';
import type { Responder } from './responder.ts';
import type { TemplatePart } from './template.ts';

export interface ResponderIssue {
  /** As the schema names it: "rules.0.when.patterns.1.pattern". */
  path: string;
  message: string;
}

/**
 * What the schema cannot see: patterns that the engine cannot read, and answers that name a group which no
 * pattern catches. A responder with issues is refused where it is saved.
 */
export function checkResponder(responder: Responder): ResponderIssue[] {
  const { rules, defaultAnswer } = compileResponder(responder);
  const issues = rules.flatMap((rule, index) => {
    if (rule.broken) return [{ ...rule.broken, path: `rules.${index}.${rule.broken.path}` }];
    const wrong = missingGroup(rule.answer, rule);
    return wrong === null ? [] : [{ path: `rules.${index}.answer`, message: wrong }];
  });
  const wrong = missingGroup(defaultAnswer, null);
  return wrong === null ? issues : [...issues, { path: 'defaultAnswer', message: wrong }];
}

function missingGroup(parts: readonly TemplatePart[], rule: CompiledRule | null): string | null {
  for (const part of parts) {
    if (part.kind !== 'match') continue;
    const there =
      rule !== null &&
      (typeof part.group === 'number' ? part.group <= rule.groupCount : rule.groupNames.has(part.group));
    if (there) continue;
    const place = `{{ match.${part.group} }}`;
    if (!rule) return `${place}: the default answer follows no pattern, so nothing was caught`;
    if (rule.groupCount < 0) return `${place}: this rule has no pattern that could catch it`;
    return typeof part.group === 'number'
      ? `${place}: the first pattern catches ${rule.groupCount === 0 ? 'no group; put ( ) around what to catch' : `${rule.groupCount} only`}`
      : `${place}: the first pattern has no group of this name; write (?<${part.group}>…)`;
  }
  return null;
}

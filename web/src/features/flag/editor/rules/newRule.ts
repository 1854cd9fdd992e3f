import type { Flag, Rule } from '../../../../../../shared/model/flag.ts';
import { blankCondition } from '../../../../ui/conditions/blank.ts';

/** An id that no rule of the flag has; it names the rule in records, and nobody has to read it. */
export function freeId(rules: readonly Rule[]): string {
  const taken = new Set(rules.map((rule) => rule.id));
  for (;;) {
    const id = `rule-${Math.random().toString(36).slice(2, 8)}`;
    if (!taken.has(id)) return id;
  }
}

/** A rule that still has to be filled in; it serves what is most likely meant, the first variant that is not known good. */
export function newRule(flag: Flag): Rule {
  const variant = flag.variants.find(({ key, kind }) => key !== flag.knownGood && kind !== 'static');
  return {
    id: freeId(flag.rules),
    name: '',
    match: { kind: 'conditions', conditions: [blankCondition()] },
    serve: { kind: 'variant', variant: variant?.key ?? flag.knownGood },
  };
}

export const copyOf = (rule: Rule, rules: readonly Rule[]): Rule => ({
  ...structuredClone(rule),
  id: freeId(rules),
  name: `${rule.name} (copy)`.slice(0, 120),
});

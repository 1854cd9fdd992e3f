import type { ResponderRule } from '../../../../shared/responder/responder.ts';

/** A rule that looks at the input, with an id that no other rule has. */
export function newRule(rules: readonly ResponderRule[]): ResponderRule {
  const taken = new Set(rules.map(({ id }) => id));
  let number = rules.length + 1;
  while (taken.has(`rule-${number}`)) number++;
  return {
    id: `rule-${number}`,
    name: `Rule ${number}`,
    when: { patterns: [{ variable: 'input', pattern: '', ignoreCase: true }], variables: [], context: [] },
    answer: '',
  };
}

/** The rules with one of them moved; unchanged where it cannot move further. */
export function movedRule(rules: readonly ResponderRule[], from: number, by: -1 | 1): ResponderRule[] {
  const rule = rules[from];
  const other = rules[from + by];
  return rule && other ? rules.with(from, other).with(from + by, rule) : [...rules];
}

import type { Condition } from '../../../../shared/model/condition.ts';
import type { Rule } from '../../../../shared/model/flag.ts';

/** The names of all attributes that some conditions look at, so that nobody has to remember them. */
export function attributeNames(conditions: readonly Condition[]): string[] {
  const names = conditions.flatMap((condition) => ('attribute' in condition ? [condition.attribute] : []));
  return [...new Set(['targetingKey', ...names])].filter(Boolean).sort((a, b) => a.localeCompare(b));
}

/** The conditions that rules hold themselves, not through a segment. */
export const conditionsOf = (rules: readonly Rule[]): Condition[] =>
  rules.flatMap(({ match }) => (match.kind === 'conditions' ? match.conditions : []));

import type { Condition } from '../model/condition.ts';

/** The condition as a part of a sentence: "region is one of eu-west, eu-north". */
export function describeCondition(condition: Condition): string {
  if (condition.operator === 'in-segment') return `is in segment “${condition.segment}”`;
  if (condition.operator === 'not-in-segment') return `is not in segment “${condition.segment}”`;
  return `${condition.attribute} ${predicate(condition)}`;
}

function predicate(condition: Exclude<Condition, { segment: string }>): string {
  switch (condition.operator) {
    case 'in':
      return condition.values.length === 1
        ? `is ${condition.values[0]}`
        : `is one of ${listed(condition.values)}`;
    case 'not-in':
      return condition.values.length === 1
        ? `is not ${condition.values[0]}`
        : `is none of ${listed(condition.values)}`;
    case 'contains':
      return `contains “${condition.text}”`;
    case 'starts-with':
      return `starts with “${condition.text}”`;
    case 'ends-with':
      return `ends with “${condition.text}”`;
    case 'matches':
      return `matches the pattern ${condition.pattern}`;
    case 'greater':
      return `is more than ${condition.number}`;
    case 'at-least':
      return `is at least ${condition.number}`;
    case 'less':
      return `is less than ${condition.number}`;
    case 'at-most':
      return `is at most ${condition.number}`;
    case 'before':
      return `is before ${condition.date}`;
    case 'after':
      return `is after ${condition.date}`;
    case 'older-than':
      return `is at least ${days(condition.days)} ago`;
    case 'newer-than':
      return `is less than ${days(condition.days)} ago`;
    case 'version-at-least':
      return `is version ${condition.version} or later`;
    case 'version-below':
      return `is a version before ${condition.version}`;
    case 'version-is':
      return `is version ${condition.version}`;
    case 'in-network':
      return `is in ${listed(condition.networks)}`;
    case 'tier-at-least':
      return `is ${condition.tier} or higher (${condition.order.join(' < ')})`;
    case 'exists':
      return 'is known';
    case 'not-exists':
      return 'is not known';
  }
}

const days = (count: number): string => `${count} day${count === 1 ? '' : 's'}`;

const listed = (values: readonly unknown[]): string =>
  values.length <= 6 ? values.join(', ') : `${values.slice(0, 6).join(', ')} and ${values.length - 6} more`;

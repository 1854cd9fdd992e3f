import type { Condition } from '../../../../shared/model/condition.ts';
import type { Operator } from './operators.ts';

/** Whatever an old condition holds that a new operator may want to keep. */
interface Kept {
  attribute?: string;
  values?: (string | number | boolean)[];
  text?: string;
  number?: number;
  date?: string;
  days?: number;
  version?: string;
  networks?: string[];
  order?: string[];
  tier?: string;
  pattern?: string;
  segment?: string;
}

/** A condition with another operator that keeps of the old one what fits; the rest is still to be filled in. */
export function withOperator(old: Condition, operator: Operator): Condition {
  const kept: Kept = { ...old };
  const { attribute = '' } = kept;
  switch (operator) {
    case 'in':
    case 'not-in':
      return { operator, attribute, values: kept.values ?? (kept.text ? [kept.text] : []) };
    case 'contains':
    case 'starts-with':
    case 'ends-with':
      return { operator, attribute, text: kept.text ?? kept.pattern ?? '' };
    case 'matches':
      return { operator, attribute, pattern: kept.pattern ?? kept.text ?? '' };
    case 'greater':
    case 'at-least':
    case 'less':
    case 'at-most':
      return { operator, attribute, number: kept.number ?? Number.NaN };
    case 'before':
    case 'after':
      return { operator, attribute, date: kept.date ?? '' };
    case 'older-than':
    case 'newer-than':
      return { operator, attribute, days: kept.days ?? 30 };
    case 'version-at-least':
    case 'version-below':
    case 'version-is':
      return { operator, attribute, version: kept.version ?? '' };
    case 'in-network':
      return { operator, attribute, networks: kept.networks ?? [] };
    case 'tier-at-least':
      return { operator, attribute, order: kept.order ?? [], tier: kept.tier ?? '' };
    case 'exists':
    case 'not-exists':
      return { operator, attribute };
    case 'in-segment':
    case 'not-in-segment':
      return { operator, segment: kept.segment ?? '' };
  }
}

export const blankCondition = (): Condition => ({ operator: 'in', attribute: '', values: [] });

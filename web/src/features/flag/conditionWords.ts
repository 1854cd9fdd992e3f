import { describeCondition } from '../../../../shared/evaluation/describeCondition.ts';
import type { Condition } from '../../../../shared/model/condition.ts';
import { formatMoment } from '../../ui/format.ts';

const words = {
  'in-segment': 'is in',
  'not-in-segment': 'is not in',
  before: 'is before',
  after: 'is after',
} as const;

/** A condition in words, with segments by their name and times by the reader's clock. */
export function conditionWords(
  condition: Condition,
  segments: readonly { key: string; name: string }[],
): string {
  if ('segment' in condition) {
    const segment = segments.find(({ key }) => key === condition.segment);
    return `${words[condition.operator]} ${segment?.name ?? condition.segment}`;
  }
  if ('date' in condition && !Number.isNaN(Date.parse(condition.date)))
    // The year always stands there: a rule is read long after it was made.
    return `${condition.attribute} ${words[condition.operator]} ${formatMoment(condition.date, new Date(0))}`;
  return describeCondition(condition);
}

import type { Condition } from '../../../../shared/model/condition.ts';

export type Operator = Condition['operator'];

const words: Record<Operator, string> = {
  in: 'is one of',
  'not-in': 'is none of',
  exists: 'is known',
  'not-exists': 'is not known',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  matches: 'matches the pattern',
  greater: 'is more than',
  'at-least': 'is at least',
  less: 'is less than',
  'at-most': 'is at most',
  before: 'is before',
  after: 'is after',
  'older-than': 'is this many days ago, or more',
  'newer-than': 'is less than this many days ago',
  'version-at-least': 'is this version or later',
  'version-below': 'is a version before',
  'version-is': 'is version',
  'in-network': 'is in one of the networks',
  'tier-at-least': 'is this tier or higher',
  'in-segment': 'is in segment',
  'not-in-segment': 'is not in segment',
};

const groups: [group: string, operators: Operator[]][] = [
  ['Values', ['in', 'not-in', 'exists', 'not-exists']],
  ['Texts', ['contains', 'starts-with', 'ends-with', 'matches']],
  ['Numbers', ['greater', 'at-least', 'less', 'at-most']],
  ['Dates', ['before', 'after', 'older-than', 'newer-than']],
  ['Versions', ['version-at-least', 'version-below', 'version-is']],
  ['Tiers and networks', ['tier-at-least', 'in-network']],
  ['Segments', ['in-segment', 'not-in-segment']],
];

/** The operators in words and in groups; without those on segments where a condition may not look at one. */
export const operatorChoices = (segments: boolean) =>
  groups
    .filter(([group]) => segments || group !== 'Segments')
    .map(([group, operators]) => ({
      group,
      items: operators.map((value) => ({ value, label: words[value] })),
    }));

export const isOperator = (text: string): text is Operator => text in words;

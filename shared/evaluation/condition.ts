import type { Condition } from '../model/condition.ts';
import type { EvaluationContext } from '../model/context.ts';

/** A condition made ready: the test, and the same thing in words. */
export interface Check {
  text: string;
  test(context: EvaluationContext): boolean;
}

type Test = Check['test'];
type Of<O extends Condition['operator']> = Extract<Condition, { operator: O }>;

/** Compiles one condition to a closure. Values never coerce: "3" is not 3, and a mismatch of types is false. */
export const compileCondition = (condition: Condition): Check => ({
  text: describeCondition(condition),
  test: testOf(condition),
});

function testOf(condition: Condition): Test {
  const { attribute } = condition;
  switch (condition.operator) {
    case 'in':
      return memberTest(condition, true);
    case 'not-in':
      return memberTest(condition, false);
    case 'contains':
      return textTest(attribute, (value) => value.includes(condition.text));
    case 'starts-with':
      return textTest(attribute, (value) => value.startsWith(condition.text));
    case 'ends-with':
      return textTest(attribute, (value) => value.endsWith(condition.text));
    case 'greater':
      return numberTest(attribute, (value) => value > condition.number);
    case 'at-least':
      return numberTest(attribute, (value) => value >= condition.number);
    case 'less':
      return numberTest(attribute, (value) => value < condition.number);
    case 'at-most':
      return numberTest(attribute, (value) => value <= condition.number);
    case 'tier-at-least':
      return tierTest(condition);
    case 'exists':
      return existsTest(attribute, true);
    case 'not-exists':
      return existsTest(attribute, false);
  }
}

const present = (value: unknown): boolean => value !== undefined && value !== null;

type Read = (context: EvaluationContext) => unknown;

/** Reads an attribute of a context. Only a name that every object inherits (`constructor`) needs the slower look at its own. */
export const reader = (attribute: string): Read =>
  attribute in Object.prototype
    ? (context) => (Object.hasOwn(context, attribute) ? context[attribute] : undefined)
    : (context) => context[attribute];

function existsTest(attribute: string, wanted: boolean): Test {
  const read = reader(attribute);
  return (context) => present(read(context)) === wanted;
}

function memberTest(condition: Of<'in'> | Of<'not-in'>, wanted: boolean): Test {
  const read = reader(condition.attribute);
  const members = new Set<unknown>(condition.values);
  return (context) => {
    const value = read(context);
    if (!present(value)) return false;
    return (Array.isArray(value) ? value.some((item) => members.has(item)) : members.has(value)) === wanted;
  };
}

function textTest(attribute: string, holds: (value: string) => boolean): Test {
  const read = reader(attribute);
  return (context) => {
    const value = read(context);
    if (Array.isArray(value)) return value.some((item) => typeof item === 'string' && holds(item));
    return typeof value === 'string' && holds(value);
  };
}

function numberTest(attribute: string, holds: (value: number) => boolean): Test {
  const read = reader(attribute);
  return (context) => {
    const value = read(context);
    return typeof value === 'number' && holds(value);
  };
}

function tierTest(condition: Of<'tier-at-least'>): Test {
  const rank = new Map(condition.order.map((tier, index) => [tier, index]));
  const least = rank.get(condition.tier);
  const read = reader(condition.attribute);
  return (context) => {
    const value = read(context);
    const own = typeof value === 'string' ? rank.get(value) : undefined;
    return own !== undefined && least !== undefined && own >= least;
  };
}

/** All of them at once; the usual few without a loop. */
export function allOf(checks: readonly Check[]): Test {
  const [first, second, third] = checks.map((check) => check.test);
  if (!first) return () => true;
  if (!second) return first;
  if (!third) return (context) => first(context) && second(context);
  if (checks.length === 3) return (context) => first(context) && second(context) && third(context);
  return (context) => checks.every((check) => check.test(context));
}

/** The condition as a sentence part: "region is one of eu-west, eu-north". */
export function describeCondition(condition: Condition): string {
  const { attribute } = condition;
  switch (condition.operator) {
    case 'in':
      return condition.values.length === 1
        ? `${attribute} is ${condition.values[0]}`
        : `${attribute} is one of ${listed(condition.values)}`;
    case 'not-in':
      return condition.values.length === 1
        ? `${attribute} is not ${condition.values[0]}`
        : `${attribute} is none of ${listed(condition.values)}`;
    case 'contains':
      return `${attribute} contains “${condition.text}”`;
    case 'starts-with':
      return `${attribute} starts with “${condition.text}”`;
    case 'ends-with':
      return `${attribute} ends with “${condition.text}”`;
    case 'greater':
      return `${attribute} is more than ${condition.number}`;
    case 'at-least':
      return `${attribute} is at least ${condition.number}`;
    case 'less':
      return `${attribute} is less than ${condition.number}`;
    case 'at-most':
      return `${attribute} is at most ${condition.number}`;
    case 'tier-at-least':
      return `${attribute} is ${condition.tier} or higher (${condition.order.join(' < ')})`;
    case 'exists':
      return `${attribute} is known`;
    case 'not-exists':
      return `${attribute} is not known`;
  }
}

const listed = (values: readonly unknown[]): string =>
  values.length <= 6 ? values.join(', ') : `${values.slice(0, 6).join(', ')} and ${values.length - 6} more`;

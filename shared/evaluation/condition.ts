import { RE2JS } from 're2js';
import type { AttributeCondition, Condition } from '../model/condition.ts';
import type { EvaluationContext } from '../model/context.ts';
import type { Segment } from '../model/segment.ts';
import { foundWords, numberTest, present, reader, type Test, textTest } from './attribute.ts';
import { timeOf } from './date.ts';
import { describeCondition } from './describeCondition.ts';
import { inNetwork, parseAddress, parseNetwork } from './network.ts';
import { compareVersions, parseVersion } from './version.ts';

/** A condition made ready: the test, the same thing in words, and what a context has for it, in words. */
export interface Check {
  text: string;
  test: Test;
  found(context: EvaluationContext): string;
}

/** What conditions look at beside the context. */
export interface Sources {
  segments: ReadonlyMap<string, Segment>;
  /** Milliseconds since 1970. */
  now(): number;
}

type Of<O extends Condition['operator']> = Extract<Condition, { operator: O }>;

/**
 * Compiles one condition to a closure. Values never coerce: "3" is not 3, and a mismatch of types is false.
 * @throws Error when a pattern or a network cannot be read.
 */
export function compileCondition(condition: Condition, sources: Sources): Check {
  const text = describeCondition(condition);
  if (condition.operator === 'in-segment' || condition.operator === 'not-in-segment')
    return segmentCheck(condition, text, sources);
  const read = reader(condition.attribute);
  return { text, test: testOf(condition, sources), found: (context) => foundWords(read(context)) };
}

/** The checks of a rule that asks for a segment: the segment's own conditions. */
export function segmentChecks(key: string, sources: Sources): Check[] {
  const segment = sources.segments.get(key);
  if (!segment) return [{ text: `segment “${key}” exists`, test: () => false, found: () => 'there is none' }];
  return segment.conditions.map((condition) => compileCondition(condition, sources));
}

/** All of a segment's conditions. A segment may look at other segments, and those at none. */
function segmentTest(key: string, sources: Sources, depth = 0): Test {
  const segment = sources.segments.get(key);
  if (!segment || depth > 1) return () => false;
  const tests = segment.conditions.map((condition) =>
    'segment' in condition ? nested(condition, sources, depth + 1) : testOf(condition, sources),
  );
  return every(tests);
}

function nested(condition: Of<'in-segment'> | Of<'not-in-segment'>, sources: Sources, depth: number): Test {
  const inside = segmentTest(condition.segment, sources, depth);
  return condition.operator === 'in-segment' ? inside : (context) => !inside(context);
}

function segmentCheck(
  condition: Of<'in-segment'> | Of<'not-in-segment'>,
  text: string,
  sources: Sources,
): Check {
  const inside = segmentTest(condition.segment, sources);
  const test: Test = condition.operator === 'in-segment' ? inside : (context) => !inside(context);
  return { text, test, found: (context) => (inside(context) ? 'in the segment' : 'not in the segment') };
}

function testOf(condition: AttributeCondition, { now }: Pick<Sources, 'now'>): Test {
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
    case 'matches': {
      const pattern = RE2JS.compile(condition.pattern);
      return textTest(attribute, (value) => pattern.matcher(value).find());
    }
    case 'greater':
      return numberTest(attribute, (value) => value > condition.number);
    case 'at-least':
      return numberTest(attribute, (value) => value >= condition.number);
    case 'less':
      return numberTest(attribute, (value) => value < condition.number);
    case 'at-most':
      return numberTest(attribute, (value) => value <= condition.number);
    case 'before':
      return timeTest(attribute, (time) => time < timeOf(condition.date));
    case 'after':
      return timeTest(attribute, (time) => time > timeOf(condition.date));
    case 'older-than':
      return timeTest(attribute, (time) => now() - time >= condition.days * dayMs);
    case 'newer-than':
      return timeTest(attribute, (time) => now() - time < condition.days * dayMs);
    case 'version-at-least':
      return versionTest(condition, (order) => order >= 0);
    case 'version-below':
      return versionTest(condition, (order) => order < 0);
    case 'version-is':
      return versionTest(condition, (order) => order === 0);
    case 'in-network':
      return networkTest(condition);
    case 'tier-at-least':
      return tierTest(condition);
    case 'exists':
      return existsTest(attribute, true);
    case 'not-exists':
      return existsTest(attribute, false);
  }
}

const dayMs = 24 * 60 * 60 * 1000;

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

function timeTest(attribute: string, holds: (time: number) => boolean): Test {
  const read = reader(attribute);
  return (context) => {
    const time = timeOf(read(context));
    return !Number.isNaN(time) && holds(time);
  };
}

function versionTest(
  condition: Of<'version-at-least'> | Of<'version-below'> | Of<'version-is'>,
  holds: (order: number) => boolean,
): Test {
  const wanted = parseVersion(condition.version);
  return textTest(condition.attribute, (value) => {
    const version = parseVersion(value);
    return version !== null && wanted !== null && holds(compareVersions(version, wanted));
  });
}

function networkTest(condition: Of<'in-network'>): Test {
  const networks = condition.networks.map((text) => {
    const network = parseNetwork(text);
    if (!network) throw new Error(`“${text}” is not a network: write 10.0.0.0/8 or 2001:db8::/32`);
    return network;
  });
  return textTest(condition.attribute, (value) => {
    const address = parseAddress(value);
    return address !== null && networks.some((network) => inNetwork(address, network));
  });
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

/** All of them at once. */
export const allOf = (checks: readonly Check[]): Test => every(checks.map((check) => check.test));

/** The usual few without a loop. */
function every(tests: readonly Test[]): Test {
  const [first, second, third] = tests;
  if (!first) return () => true;
  if (!second) return first;
  if (!third) return (context) => first(context) && second(context);
  if (tests.length === 3) return (context) => first(context) && second(context) && third(context);
  return (context) => tests.every((test) => test(context));
}

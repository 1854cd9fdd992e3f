import { RE2JS } from 're2js';
import type { AttributeCondition, Condition } from '../model/condition.ts';
import type { Window } from '../model/flag.ts';
import type { Segment } from '../model/segment.ts';
import { numberTest, present, reader, type Test, textTest } from './attribute.ts';
import { timeOf } from './date.ts';
import { inNetwork, parseAddress, parseNetwork } from './network.ts';
import { compareVersions, parseVersion } from './version.ts';

/** What conditions look at beside the context. */
export interface Sources {
  segments: ReadonlyMap<string, Segment>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Tests made already: conditions that say the same share one closure, and its memory. */
  tests: Map<string, Test>;
}

type Of<O extends Condition['operator']> = Extract<Condition, { operator: O }>;

/**
 * Compiles one condition to a closure. Values never coerce: "3" is not 3, and a mismatch of types is false.
 * @throws Error when a pattern or a network cannot be read.
 */
export function conditionTest(condition: Condition, sources: Sources): Test {
  if ('segment' in condition) return membershipTest(condition, sources, 0);
  const key = JSON.stringify(condition);
  const known = sources.tests.get(key);
  if (known) return known;
  const test = attributeTest(condition, sources.now);
  sources.tests.set(key, test);
  return test;
}

/** All of a segment's conditions. A segment may look at other segments, and those at none. */
export function segmentTest(key: string, sources: Sources, depth = 0): Test {
  const segment = sources.segments.get(key);
  if (!segment || depth > 1) return () => false;
  const tests = segment.conditions.map((condition) =>
    'segment' in condition
      ? membershipTest(condition, sources, depth + 1)
      : conditionTest(condition, sources),
  );
  return tests.length === 1 ? (tests[0] ?? (() => false)) : (context) => tests.every((test) => test(context));
}

function membershipTest(
  condition: Of<'in-segment'> | Of<'not-in-segment'>,
  sources: Sources,
  depth: number,
): Test {
  const inside = segmentTest(condition.segment, sources, depth);
  return condition.operator === 'in-segment' ? inside : (context) => !inside(context);
}

/** From the beginning of a window on, and before its end. */
export function windowTest(window: Window, { now }: Pick<Sources, 'now'>): Test {
  const from = window.from === undefined ? Number.NEGATIVE_INFINITY : timeOf(window.from);
  const until = window.until === undefined ? Number.POSITIVE_INFINITY : timeOf(window.until);
  return () => now() >= from && now() < until;
}

function attributeTest(condition: AttributeCondition, now: Sources['now']): Test {
  const { attribute } = condition;
  switch (condition.operator) {
    case 'in':
      return memberTest(attribute, condition.values);
    case 'not-in':
      return strangerTest(attribute, condition.values);
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
      return atLeastTest(attribute, condition.number);
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

/** The hottest test there is: one read and one look-up; a list only when the look-up has failed. */
function memberTest(attribute: string, values: readonly unknown[]): Test {
  const members = new Set<unknown>(values);
  if (attribute in Object.prototype) {
    const read = reader(attribute);
    return (context) => members.has(read(context)) || anyMember(members, read(context));
  }
  return (context) => {
    const value: unknown = context[attribute];
    return members.has(value) || (typeof value === 'object' && anyMember(members, value));
  };
}

const anyMember = (members: ReadonlySet<unknown>, value: unknown): boolean =>
  Array.isArray(value) && value.some((item) => members.has(item));

function strangerTest(attribute: string, values: readonly unknown[]): Test {
  const read = reader(attribute);
  const inside = memberTest(attribute, values);
  return (context) => present(read(context)) && !inside(context);
}

/** `numberTest` without its inner closure: thresholds are in nearly every rule. */
function atLeastTest(attribute: string, least: number): Test {
  if (attribute in Object.prototype) return numberTest(attribute, (value) => value >= least);
  return (context) => {
    const value: unknown = context[attribute];
    return typeof value === 'number' && value >= least;
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

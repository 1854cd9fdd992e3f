import type { Condition } from '../model/condition.ts';
import type { EvaluationContext } from '../model/context.ts';
import type { Rule } from '../model/flag.ts';
import { foundWords, reader, type Test } from './attribute.ts';
import { conditionTest, type Sources, segmentTest, windowTest } from './condition.ts';
import { isoOf } from './date.ts';
import { describeCondition } from './describeCondition.ts';

/** A comparison as a trace tells it: in words, with its test, and with what a context has for it. */
export interface Check {
  text: string;
  test: Test;
  found(context: EvaluationContext): string;
}

/** Everything that a rule asks for. A rule on a segment asks for the segment's own conditions. */
export function checksOf({ match, window }: Rule, sources: Sources): Check[] {
  const checks =
    match.kind === 'segment'
      ? segmentChecks(match.segment, sources)
      : match.conditions.map((condition) => checkOf(condition, sources));
  return window ? [windowCheck(window, sources), ...checks] : checks;
}

function checkOf(condition: Condition, sources: Sources): Check {
  const text = describeCondition(condition);
  const test = conditionTest(condition, sources);
  if ('segment' in condition) {
    const inside = segmentTest(condition.segment, sources);
    return { text, test, found: (context) => (inside(context) ? 'in the segment' : 'not in the segment') };
  }
  const read = reader(condition.attribute);
  return { text, test, found: (context) => foundWords(read(context)) };
}

function segmentChecks(key: string, sources: Sources): Check[] {
  const segment = sources.segments.get(key);
  if (!segment) return [{ text: `segment “${key}” exists`, test: () => false, found: () => 'there is none' }];
  return segment.conditions.map((condition) => checkOf(condition, sources));
}

function windowCheck(window: NonNullable<Rule['window']>, sources: Sources): Check {
  const parts = [window.from && `from ${window.from}`, window.until && `before ${window.until}`].filter(
    Boolean,
  );
  return {
    text: `the time is ${parts.join(' and ') || 'any'}`,
    test: windowTest(window, sources),
    found: () => isoOf(sources.now()),
  };
}

import type { Rule } from '../model/flag.ts';
import type { Test } from './attribute.ts';
import { conditionTest, type Sources, segmentTest, windowTest } from './condition.ts';
import type { Decisions } from './decisions.ts';
import { type Decide, type Served, serveTo } from './step.ts';
import type { Evaluates } from './surroundings.ts';

/** The fast reading of a flag's decisions: closures only, nothing allocated but a split's result. */
export function evaluateFlag(decisions: Decisions, sources: Sources): Evaluates['evaluate'] {
  const certain = decisions.override ?? decisions.off;
  if (certain) return () => certain;
  const { targets, fallthrough } = decisions;
  const first = decisions.prerequisites.map(({ decide }) => decide);
  if (targets.size > 0)
    first.push(({ targetingKey }) =>
      typeof targetingKey === 'string' ? (targets.get(targetingKey) ?? null) : null,
    );
  const rules = decisions.rules.map(({ rule, served }) => ({ tests: testsOf(rule, sources), served }));
  if (first.length === 0 && rules.length === 0) return fallthrough;
  const decide = firstOf([...first, chain(rules, 0)]);
  return (context) => decide(context) ?? fallthrough(context);
}

interface Guarded {
  tests: readonly Test[];
  served: Served;
}

function testsOf({ match, window }: Rule, sources: Sources): Test[] {
  const tests =
    match.kind === 'segment'
      ? [segmentTest(match.segment, sources)]
      : match.conditions.map((condition) => conditionTest(condition, sources));
  return window ? [windowTest(window, sources), ...tests] : tests;
}

/**
 * The first rule whose tests, from the one at `depth` on, all hold. Neighbours that begin with the same test
 * share it: equal conditions are one closure, and tests have no effects, so looking once is as good as looking again.
 */
function chain(rules: readonly Guarded[], depth: number): Decide {
  const decides: Decide[] = [];
  for (let index = 0; index < rules.length; ) {
    const test = rules[index]?.tests[depth];
    let end = index + 1;
    while (test && end < rules.length && rules[end]?.tests[depth] === test) end++;
    decides.push(
      test && end - index > 1
        ? guard(test, chain(rules.slice(index, end), depth + 1))
        : single(rules[index], depth),
    );
    index = end;
  }
  return firstOf(decides);
}

const guard =
  (test: Test, served: Served): Decide =>
  (context) =>
    test(context) ? serveTo(served, context) : null;

/** One rule; the usual few tests without a loop. */
function single(rule: Guarded | undefined, depth: number): Decide {
  if (!rule) return () => null;
  const tests = rule.tests.slice(depth);
  const { served } = rule;
  const [a, b, c] = tests;
  if (!a) return (context) => serveTo(served, context);
  if (!b) return guard(a, served);
  return tests.length > 3 ? many(tests, served) : c ? three(a, b, c, served) : two(a, b, served);
}

// Functions of their own: a closure keeps every variable around it, and there are thousands.
const two =
  (a: Test, b: Test, served: Served): Decide =>
  (context) =>
    a(context) && b(context) ? serveTo(served, context) : null;

const three =
  (a: Test, b: Test, c: Test, served: Served): Decide =>
  (context) =>
    a(context) && b(context) && c(context) ? serveTo(served, context) : null;

const many =
  (tests: readonly Test[], served: Served): Decide =>
  (context) =>
    tests.every((test) => test(context)) ? serveTo(served, context) : null;

/** The first that decides; the usual few without a loop. */
function firstOf(decides: readonly Decide[]): Decide {
  const [a, b, c] = decides;
  if (!a) return () => null;
  if (!b) return a;
  if (!c) return firstOfTwo(a, b);
  return decides.length === 3 ? firstOfThree(a, b, c) : firstOfMany(decides);
}

const firstOfTwo =
  (a: Decide, b: Decide): Decide =>
  (context) =>
    a(context) ?? b(context);

const firstOfThree =
  (a: Decide, b: Decide, c: Decide): Decide =>
  (context) =>
    a(context) ?? b(context) ?? c(context);

const firstOfMany =
  (decides: readonly Decide[]): Decide =>
  (context) => {
    for (let index = 0; index < decides.length; index++) {
      const decided = decides[index]?.(context);
      if (decided) return decided;
    }
    return null;
  };

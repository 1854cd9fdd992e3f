import { RE2JS } from 're2js';
import { reader, type Test } from '../evaluation/attribute.ts';
import { conditionTest } from '../evaluation/condition.ts';
import { describeCondition } from '../evaluation/describeCondition.ts';
import type { Condition } from '../model/condition.ts';
import type { EvaluationContext } from '../model/context.ts';
import type { Responder, ResponderPattern, ResponderRule } from './responder.ts';
import { cutAt, parseTemplate, type TemplatePart } from './template.ts';

/** Patterns and conditions look at this many characters of a text, so that a long one cannot hold up other calls. */
export const mostLookedAt = 4_000;

/** What a responder is asked. `now` is milliseconds since 1970, for conditions on ages. */
export interface ResponderRequest {
  input: string;
  variables: Readonly<Record<string, unknown>>;
  context: EvaluationContext;
  now: number;
}

/** A request in the form that tests read: variables with the input among them, and with texts cut short. */
export interface Asked {
  variables: Readonly<Record<string, unknown>>;
  short: Readonly<Record<string, unknown>>;
  context: EvaluationContext;
  now: number;
}

export interface CompiledCheck {
  /** In words: "input matches (refund|money back)". */
  text: string;
  test(asked: Asked): boolean;
  found(asked: Asked): unknown;
}

export type Groups = readonly (string | null)[];

export interface CompiledRule {
  rule: ResponderRule;
  checks: readonly CompiledCheck[];
  /** What the groups of the first pattern caught; none where the rule has no pattern. */
  groups(asked: Asked): Groups;
  groupNames: ReadonlyMap<string, number>;
  groupCount: number;
  answer: readonly TemplatePart[];
  /** Why a part cannot be used: the rule then never holds. */
  broken: { path: string; message: string } | null;
}

export interface CompiledResponder {
  rules: readonly CompiledRule[];
  defaultAnswer: readonly TemplatePart[];
}

const compiled = new WeakMap<Responder, CompiledResponder>();

/** Compiles a responder once per object: configuration is immutable, so the object stands for its content. */
export function compileResponder(responder: Responder): CompiledResponder {
  const known = compiled.get(responder);
  if (known) return known;
  const made = {
    rules: responder.rules.map(compileRule),
    defaultAnswer: parseTemplate(responder.defaultAnswer),
  };
  compiled.set(responder, made);
  return made;
}

/** Prepares a request: null and inherited values are absent, the input is the variable `input`. */
export function askedOf({ input, variables, context, now }: ResponderRequest): Asked {
  const own: Record<string, unknown> = Object.assign(Object.create(null), variables, { input });
  const short: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(own))
    short[name] = typeof value === 'string' ? cutAt(value, mostLookedAt) : value;
  return { variables: own, short, context, now };
}

function compileRule(rule: ResponderRule): CompiledRule {
  const answer = parseTemplate(rule.answer);
  const none = { rule, checks: [], groups: () => [], groupNames: new Map(), groupCount: -1, answer };
  const { patterns = [], variables = [], context = [] } = rule.when ?? {};
  let path = '';
  try {
    const expressions = patterns.map((pattern, index) => {
      path = `when.patterns.${index}.pattern`;
      return { pattern, expression: expressionOf(pattern) };
    });
    const conditions = (list: readonly Condition[], where: 'variables' | 'context') =>
      list.map((condition, index) => {
        path = `when.${where}.${index}`;
        return conditionCheck(condition, where);
      });
    const checks = [
      ...expressions.map(({ pattern, expression }) => patternCheck(pattern, expression)),
      ...conditions(variables, 'variables'),
      ...conditions(context, 'context'),
    ];
    const [first] = expressions;
    if (!first) return { ...none, checks, broken: null };
    const { pattern, expression } = first;
    return {
      ...none,
      checks,
      groups: (asked) => caught(expression, textOf(asked, pattern.variable)),
      groupNames: new Map(Object.entries(expression.namedGroups())),
      groupCount: expression.groupCount(),
      broken: null,
    };
  } catch (error) {
    // The engine writes the flag for capitals into the pattern that it shows.
    const said = String(error instanceof Error ? error.message : error).replace('`(?i)', '`');
    const message = `This cannot be used: ${said}`;
    return { ...none, broken: { path, message } };
  }
}

const expressionOf = ({ pattern, ignoreCase }: ResponderPattern): RE2JS =>
  RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);

const textOf = ({ short }: Asked, variable: string): string => {
  const value = short[variable];
  return typeof value === 'string' ? value : '';
};

function patternCheck({ variable, pattern }: ResponderPattern, expression: RE2JS): CompiledCheck {
  return {
    text: `${variable} matches the pattern ${pattern}`,
    // One that nobody has typed yet must not match everybody.
    test: (asked) =>
      pattern !== '' && typeof asked.short[variable] === 'string' && expression.test(textOf(asked, variable)),
    found: (asked) => asked.short[variable],
  };
}

function conditionCheck(condition: Condition, where: 'variables' | 'context'): CompiledCheck {
  // One clock for the closure, set before each test: nothing runs between the two.
  let now = Number.NaN;
  const test: Test = conditionTest(condition, { segments: new Map(), now: () => now, tests: new Map() });
  const read = 'attribute' in condition ? reader(condition.attribute) : () => undefined;
  // Variables are no context, but conditions read both alike: by name, with any value.
  const source = (asked: Asked) => (where === 'variables' ? asked.short : asked.context) as EvaluationContext;
  return {
    text: describeCondition(condition),
    test: (asked) => {
      now = asked.now;
      return test(source(asked));
    },
    found: (asked) => read(source(asked)),
  };
}

function caught(expression: RE2JS, text: string): Groups {
  const matcher = expression.matcher(text);
  if (!matcher.find()) return [];
  return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group));
}

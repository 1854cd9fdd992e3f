import type { EvaluationContext } from '../model/context.ts';
import type { Flag, Rule, Serve } from '../model/flag.ts';
import type { OverrideMode } from '../model/override.ts';
import type { Segment } from '../model/segment.ts';
import { bucketOf } from './bucket.ts';
import { type Check, compileCondition } from './condition.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';
import { variantAt } from './split.ts';

/** Decides for one context; where `steps` is given, writes down each step it looked at. */
export type CompiledFlag = (context: EvaluationContext, steps?: TraceStep[]) => Evaluation;

/** What a flag's closure reads beside the flag itself. */
export interface Surroundings {
  segments: ReadonlyMap<string, Segment>;
  /** Overrides in force: the environment's beats the flag's. */
  environmentOverride: OverrideMode | null;
  flagOverride: OverrideMode | null;
}

interface CompiledRule {
  rule: Rule;
  segment: string | null;
  checks: Check[];
}

/**
 * Compiles a flag to one closure. Order, first that decides wins: environment override, flag override, off,
 * individual targets, rules in order, everyone else.
 */
export function compileFlag(flag: Flag, surroundings: Surroundings): CompiledFlag {
  const override = surroundings.environmentOverride ?? surroundings.flagOverride;
  const targets = new Map(
    flag.targets.flatMap((target) => target.targetingKeys.map((key) => [key, target.variant] as const)),
  );
  const rules = flag.rules.map((rule) => compileRule(rule, surroundings.segments));
  return (context, steps) => {
    if (override) {
      const scope = surroundings.environmentOverride ? 'The whole environment' : 'This flag';
      const variant = override === 'kill' ? flag.fallback : flag.knownGood;
      steps?.push(
        step(
          'override',
          'Override',
          true,
          `${scope} is ${override === 'kill' ? 'killed' : 'on known good'}, which beats everything below.`,
        ),
      );
      return { ...decision(variant, 'OVERRIDE'), override };
    }
    steps?.push(step('override', 'Override', false, 'No override is in force.'));
    if (!flag.on) {
      steps?.push(step('off', 'Switched off', true, 'The flag is off, so everyone gets its off variant.'));
      return decision(flag.offVariant, 'DISABLED');
    }
    const targeted = context.targetingKey === undefined ? undefined : targets.get(context.targetingKey);
    if (targets.size > 0) {
      const detail = targeted
        ? 'This user is on the list of individual targets.'
        : 'This user is not on the list of individual targets.';
      steps?.push(step('target', 'Individual targets', targeted !== undefined, detail));
    }
    if (targeted !== undefined) return decision(targeted, 'TARGETING_MATCH');
    for (const compiled of rules) {
      const decided = tryRule(flag, compiled, context, steps);
      if (decided) return decided;
    }
    return fallthrough(flag, context, steps);
  };
}

function compileRule(rule: Rule, segments: ReadonlyMap<string, Segment>): CompiledRule {
  if (rule.match.kind === 'conditions')
    return { rule, segment: null, checks: rule.match.conditions.map(compileCondition) };
  const { segment: key } = rule.match;
  const segment = segments.get(key);
  const checks = segment?.conditions.map(compileCondition) ?? [
    { text: `segment “${key}” exists`, test: () => false },
  ];
  return { rule, segment: key, checks };
}

function tryRule(
  flag: Flag,
  compiled: CompiledRule,
  context: EvaluationContext,
  steps: TraceStep[] | undefined,
): Evaluation | null {
  const { rule, checks, segment } = compiled;
  if (!steps && !checks.every((check) => check.test(context))) return null;
  const seen = steps ? checks.map((check) => ({ text: check.text, held: check.test(context) })) : [];
  const matched = seen.every((check) => check.held);
  const bucket = matched && rule.serve.kind === 'split' ? bucketIn(flag, context) : null;
  const served = matched ? serve(rule.serve, bucket) : null;
  steps?.push({
    ...step('rule', rule.name, served !== null, ruleDetail(flag, rule, matched, bucket)),
    checks: seen,
  });
  if (served === null) return null;
  return {
    ...decision(served, rule.serve.kind === 'split' ? 'SPLIT' : 'TARGETING_MATCH'),
    ruleId: rule.id,
    segment,
    bucket,
  };
}

function fallthrough(flag: Flag, context: EvaluationContext, steps: TraceStep[] | undefined): Evaluation {
  const onlyPath = flag.rules.length === 0 && flag.targets.length === 0;
  if (flag.fallthrough.kind === 'variant') {
    steps?.push(
      step('fallthrough', 'Everyone else', true, 'Everyone who reaches this step gets the same variant.'),
    );
    return decision(flag.fallthrough.variant, onlyPath ? 'STATIC' : 'DEFAULT');
  }
  const bucket = bucketIn(flag, context);
  const served = serve(flag.fallthrough, bucket);
  if (served === null || bucket === null) {
    steps?.push(
      step(
        'fallthrough',
        'Everyone else',
        true,
        `The context has no ${flag.bucketBy} to split by, so known good answers.`,
      ),
    );
    return {
      ...decision(flag.knownGood, 'ERROR'),
      errorCode: flag.bucketBy === 'targetingKey' ? 'TARGETING_KEY_MISSING' : 'INVALID_CONTEXT',
    };
  }
  steps?.push(
    step('fallthrough', 'Everyone else', true, `Split by ${flag.bucketBy}: ${bucketWords(bucket)}.`),
  );
  return { ...decision(served, 'SPLIT'), bucket };
}

function ruleDetail(flag: Flag, rule: Rule, matched: boolean, bucket: number | null): string {
  if (!matched) return 'Not everything this rule asks for holds.';
  if (rule.serve.kind === 'variant') return 'Everything this rule asks for holds.';
  return bucket === null
    ? `Holds, but the context has no ${flag.bucketBy} to split by.`
    : `Holds; split by ${flag.bucketBy}: ${bucketWords(bucket)}.`;
}

const bucketWords = (bucket: number): string => `bucket ${bucket.toLocaleString('en-GB')} of 100,000`;

const serve = (what: Serve, bucket: number | null): string | null =>
  what.kind === 'variant' ? what.variant : bucket === null ? null : variantAt(what.split, bucket);

/** Numbers and strings bucket alike, so that `orgId: 42` and `orgId: "42"` stay together; nothing else does. */
function bucketIn(flag: Flag, context: EvaluationContext): number | null {
  const value = context[flag.bucketBy];
  if (typeof value === 'string' && value !== '') return bucketOf(flag.salt, value);
  return typeof value === 'number' ? bucketOf(flag.salt, String(value)) : null;
}

const step = (kind: TraceStep['step'], label: string, decided: boolean, detail: string): TraceStep => ({
  step: kind,
  label,
  decided,
  detail,
  checks: [],
});

const decision = (variant: string, reason: Evaluation['reason']): Evaluation => ({
  variant,
  reason,
  ruleId: null,
  segment: null,
  bucket: null,
  override: null,
  errorCode: null,
});

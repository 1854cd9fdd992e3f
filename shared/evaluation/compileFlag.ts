import type { EvaluationContext } from '../model/context.ts';
import type { Flag, Rule, Serve } from '../model/flag.ts';
import type { OverrideMode } from '../model/override.ts';
import type { Segment } from '../model/segment.ts';
import { bucketsOf } from './bucket.ts';
import { allOf, type Check, compileCondition, reader } from './condition.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';
import type { Reason } from './reason.ts';
import { finder } from './split.ts';

/** One flag made ready: both readings walk the same steps, so that the trace cannot differ from the decision. */
export interface CompiledFlag {
  evaluate(context: EvaluationContext): Evaluation;
  explain(context: EvaluationContext): { evaluation: Evaluation; steps: TraceStep[] };
}

/** What a flag's closures read beside the flag itself. */
export interface Surroundings {
  segments: ReadonlyMap<string, Segment>;
  /** Overrides in force: the environment's beats the flag's. */
  environmentOverride: OverrideMode | null;
  flagOverride: OverrideMode | null;
}

/** One step of a decision. The last step of a flag always decides. */
interface Step {
  kind: TraceStep['step'];
  label: string;
  checks: readonly Check[];
  decide(context: EvaluationContext): Evaluation | null;
  /** One sentence on how it went. */
  detail(decided: Evaluation | null, context: EvaluationContext): string;
}

/**
 * Compiles a flag. Order, first that decides wins: environment override, flag override, off,
 * individual targets, rules in order, everyone else.
 */
export function compileFlag(flag: Flag, surroundings: Surroundings): CompiledFlag {
  const steps = stepsOf(flag, surroundings);
  const deciding = steps.filter((step) => step.decide !== never);
  return {
    evaluate(context) {
      for (let index = 0; index < deciding.length; index++) {
        const decided = deciding[index]?.decide(context);
        if (decided) return decided;
      }
      return undecided(flag);
    },
    explain(context) {
      const seen: TraceStep[] = [];
      for (const { kind, label, checks, decide, detail } of steps) {
        const evaluation = decide(context);
        const held = checks.map((check) => ({ text: check.text, held: check.test(context) }));
        seen.push({
          step: kind,
          label,
          decided: evaluation !== null,
          detail: detail(evaluation, context),
          checks: held,
        });
        if (evaluation) return { evaluation, steps: seen };
      }
      return { evaluation: undecided(flag), steps: seen };
    },
  };
}

const never = (): null => null;

/** Not reached: the last step always decides. Known good is the answer nobody can object to. */
const undecided = (flag: Flag): Evaluation => result(flag.knownGood, 'ERROR', { errorCode: 'GENERAL' });

function stepsOf(flag: Flag, surroundings: Surroundings): Step[] {
  const override = surroundings.environmentOverride ?? surroundings.flagOverride;
  if (override) return [overrideStep(flag, override, surroundings.environmentOverride !== null)];
  const noOverride: Step = {
    kind: 'override',
    label: 'Override',
    checks: [],
    decide: never,
    detail: () => 'No override is in force.',
  };
  if (!flag.on) {
    const off = always(flag.offVariant, 'DISABLED');
    return [
      noOverride,
      {
        kind: 'off',
        label: 'Switched off',
        checks: [],
        decide: off,
        detail: () => 'The flag is off, so everyone gets its off variant.',
      },
    ];
  }
  const serve = servingOf(flag);
  const targets = flag.targets.length > 0 ? [targetStep(flag)] : [];
  const rules = flag.rules.map((rule) => ruleStep(flag, rule, serve, surroundings.segments));
  return [noOverride, ...targets, ...rules, fallthroughStep(flag, serve)];
}

function overrideStep(flag: Flag, mode: OverrideMode, everywhere: boolean): Step {
  const decided = result(mode === 'kill' ? flag.fallback : flag.knownGood, 'OVERRIDE', { override: mode });
  const scope = everywhere ? 'The whole environment' : 'This flag';
  const detail = `${scope} is ${mode === 'kill' ? 'killed' : 'on known good'}, which beats everything below.`;
  return { kind: 'override', label: 'Override', checks: [], decide: () => decided, detail: () => detail };
}

function targetStep(flag: Flag): Step {
  // Listed under two variants, a person gets the one that stands first.
  const decided = new Map(
    flag.targets.toReversed().flatMap((target) => {
      const own = result(target.variant, 'TARGETING_MATCH');
      return target.targetingKeys.map((key) => [key, own] as const);
    }),
  );
  return {
    kind: 'target',
    label: 'Individual targets',
    checks: [],
    decide: ({ targetingKey }) => (targetingKey === undefined ? null : (decided.get(targetingKey) ?? null)),
    detail: (found) => `This user is ${found ? '' : 'not '}on the list of individual targets.`,
  };
}

/** Serves a variant or a split; a split decides nothing for a context that has no value to bucket by. */
type Serving = (
  serve: Serve,
  given: { reason: Reason; ruleId: string | null; segment: string | null },
) => Step['decide'];

function servingOf(flag: Flag): Serving {
  const read = reader(flag.bucketBy);
  const bucket = bucketsOf(flag.salt);
  return (serve, { reason, ruleId, segment }) => {
    if (serve.kind === 'variant') return always(serve.variant, reason, { ruleId, segment });
    const variantOf = finder(serve.split);
    return (context) => {
      const value = bucketable(read(context));
      if (value === null) return null;
      const own = bucket(value);
      return {
        variant: variantOf(own),
        reason: 'SPLIT',
        ruleId,
        segment,
        bucket: own,
        override: null,
        errorCode: null,
      };
    };
  };
}

/** Numbers and strings bucket alike, so that `orgId: 42` and `orgId: "42"` stay together; nothing else does. */
const bucketable = (value: unknown): string | null =>
  typeof value === 'string'
    ? value === ''
      ? null
      : value
    : typeof value === 'number'
      ? String(value)
      : null;

function ruleStep(flag: Flag, rule: Rule, serve: Serving, segments: ReadonlyMap<string, Segment>): Step {
  const segment = rule.match.kind === 'segment' ? rule.match.segment : null;
  const checks = checksOf(rule, segments);
  const holds = allOf(checks);
  const then = serve(rule.serve, { reason: 'TARGETING_MATCH', ruleId: rule.id, segment });
  return {
    kind: 'rule',
    label: rule.name,
    checks,
    decide: (context) => (holds(context) ? then(context) : null),
    detail: (decided, context) => {
      if (!holds(context)) return 'Not everything this rule asks for holds.';
      if (!decided) return `Holds, but the context has no ${flag.bucketBy} to split by.`;
      return decided.bucket === null
        ? 'Everything this rule asks for holds.'
        : `Holds; split by ${flag.bucketBy}: ${bucketWords(decided.bucket)}.`;
    },
  };
}

function checksOf(rule: Rule, segments: ReadonlyMap<string, Segment>): Check[] {
  if (rule.match.kind === 'conditions') return rule.match.conditions.map(compileCondition);
  const { segment: key } = rule.match;
  return (
    segments.get(key)?.conditions.map(compileCondition) ?? [
      { text: `segment “${key}” exists`, test: () => false },
    ]
  );
}

function fallthroughStep(flag: Flag, serve: Serving): Step {
  const onlyPath = flag.rules.length === 0 && flag.targets.length === 0;
  const then = serve(flag.fallthrough, {
    reason: onlyPath ? 'STATIC' : 'DEFAULT',
    ruleId: null,
    segment: null,
  });
  const errorCode = flag.bucketBy === 'targetingKey' ? 'TARGETING_KEY_MISSING' : 'INVALID_CONTEXT';
  const unbucketed = result(flag.knownGood, 'ERROR', { errorCode });
  return {
    kind: 'fallthrough',
    label: 'Everyone else',
    checks: [],
    decide: flag.fallthrough.kind === 'variant' ? then : (context) => then(context) ?? unbucketed,
    detail: (decided) => {
      if (decided?.errorCode)
        return `The context has no ${flag.bucketBy} to split by, so known good answers.`;
      const bucket = decided?.bucket ?? null;
      return bucket === null
        ? 'Everyone who reaches this step gets the same variant.'
        : `Split by ${flag.bucketBy}: ${bucketWords(bucket)}.`;
    },
  };
}

const bucketWords = (bucket: number): string => `bucket ${bucket.toLocaleString('en-GB')} of 100,000`;

/** Results that do not vary are made once and frozen: such an evaluation allocates nothing. */
function always(variant: string, reason: Reason, rest: Partial<Evaluation> = {}): Step['decide'] {
  const decided = result(variant, reason, rest);
  return () => decided;
}

const result = (variant: string, reason: Reason, rest: Partial<Evaluation> = {}): Evaluation =>
  Object.freeze({
    variant,
    reason,
    ruleId: null,
    segment: null,
    bucket: null,
    override: null,
    errorCode: null,
    ...rest,
  });

import type { EvaluationContext } from '../model/context.ts';
import type { Flag, Prerequisite, Rule } from '../model/flag.ts';
import type { OverrideMode } from '../model/override.ts';
import { allOf, type Check, compileCondition, type Sources, segmentChecks } from './condition.ts';
import { isoOf, timeOf } from './date.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';
import { type Serving, servingOf } from './serving.ts';
import { type Decide, fixed, never, type Step, type Values, valuesOf } from './step.ts';

/** One flag made ready: both readings walk the same steps, so that the trace cannot differ from the decision. */
export interface CompiledFlag {
  evaluate(context: EvaluationContext): Evaluation;
  explain(context: EvaluationContext): { evaluation: Evaluation; steps: TraceStep[] };
}

/** What a flag's closures read beside the flag itself. */
export interface Surroundings extends Sources {
  /** Overrides in force: the environment's beats the flag's. */
  environmentOverride: OverrideMode | null;
  flagOverride: OverrideMode | null;
  /** Compiled prerequisites; null for one that is missing, or that would lead back to this flag. */
  prerequisite(flag: string): CompiledFlag | null;
}

/**
 * Compiles a flag. Order, first that decides wins: environment override, flag override, off, prerequisites,
 * individual targets, rules in order, everyone else.
 * @throws Error when a pattern or a network in a condition cannot be read.
 */
export function compileFlag(flag: Flag, surroundings: Surroundings): CompiledFlag {
  const values = valuesOf(flag);
  const steps = stepsOf(flag, values, surroundings);
  const deciding = steps.map((step) => step.decide).filter((decide) => decide !== never);
  // Not reached: the last step always decides. Known good is the answer that nobody can object to.
  const undecided = fixed(values, flag.knownGood, 'ERROR', { errorCode: 'GENERAL' });
  return {
    evaluate(context) {
      for (let index = 0; index < deciding.length; index++) {
        const decided = deciding[index]?.(context);
        if (decided) return decided;
      }
      return undecided;
    },
    explain(context) {
      const seen: TraceStep[] = [];
      for (const { kind, label, checks, decide, detail } of steps) {
        const evaluation = decide(context);
        const traced = checks.map((check) => ({
          text: check.text,
          held: check.test(context),
          found: check.found(context),
        }));
        seen.push({
          step: kind,
          label,
          decided: evaluation !== null,
          detail: detail(evaluation, context),
          checks: traced,
        });
        if (evaluation) return { evaluation, steps: seen };
      }
      return { evaluation: undecided, steps: seen };
    },
  };
}

function stepsOf(flag: Flag, values: Values, surroundings: Surroundings): Step[] {
  const override = surroundings.environmentOverride ?? surroundings.flagOverride;
  if (override) return [overrideStep(flag, values, override, surroundings.environmentOverride !== null)];
  const noOverride: Step = {
    kind: 'override',
    label: 'Override',
    checks: [],
    decide: never,
    detail: () => 'No override is in force.',
  };
  if (!flag.on) return [noOverride, offStep(flag, values)];
  const serve = servingOf(flag, values);
  return [
    noOverride,
    ...flag.prerequisites.map((prerequisite) => prerequisiteStep(flag, values, prerequisite, surroundings)),
    ...(flag.targets.length > 0 ? [targetStep(flag, values)] : []),
    ...flag.rules.map((rule) => ruleStep(flag, rule, serve, surroundings)),
    fallthroughStep(flag, values, serve),
  ];
}

function overrideStep(flag: Flag, values: Values, mode: OverrideMode, everywhere: boolean): Step {
  const decided = fixed(values, mode === 'kill' ? flag.fallback : flag.knownGood, 'OVERRIDE', {
    override: mode,
  });
  const scope = everywhere ? 'The whole environment' : 'This flag';
  const detail = `${scope} is ${mode === 'kill' ? 'killed' : 'on known good'}, which beats everything below.`;
  return { kind: 'override', label: 'Override', checks: [], decide: () => decided, detail: () => detail };
}

function offStep(flag: Flag, values: Values): Step {
  const decided = fixed(values, flag.offVariant, 'DISABLED');
  return {
    kind: 'off',
    label: 'Switched off',
    checks: [],
    decide: () => decided,
    detail: () => 'The flag is off, so everyone gets its off variant.',
  };
}

function prerequisiteStep(
  flag: Flag,
  values: Values,
  { flag: key, variants }: Prerequisite,
  surroundings: Surroundings,
): Step {
  const required = surroundings.prerequisite(key);
  const wanted = new Set(variants);
  const unmet = required
    ? fixed(values, flag.offVariant, 'DISABLED', { prerequisite: key })
    : fixed(values, flag.offVariant, 'ERROR', { prerequisite: key, errorCode: 'GENERAL' });
  const label = `Needs ${key}`;
  if (!required)
    return {
      kind: 'prerequisite',
      label,
      checks: [],
      decide: () => unmet,
      detail: () => `“${key}” is missing, or needs this flag itself, so the off variant answers.`,
    };
  const decide: Decide = (context) => (wanted.has(required.evaluate(context).variant) ? null : unmet);
  const detail = (decided: Evaluation | null, context: EvaluationContext) =>
    `“${key}” serves ${required.evaluate(context).variant}; ${variants.join(' or ')} is needed${decided ? ', so the off variant answers' : ''}.`;
  return { kind: 'prerequisite', label, checks: [], decide, detail };
}

function targetStep(flag: Flag, values: Values): Step {
  // Listed under two variants, a person gets the one that stands first.
  const decided = new Map(
    flag.targets.toReversed().flatMap((target) => {
      const own = fixed(values, target.variant, 'TARGETING_MATCH');
      return target.targetingKeys.map((key) => [key, own] as const);
    }),
  );
  return {
    kind: 'target',
    label: 'Individual targets',
    checks: [],
    decide: ({ targetingKey }) =>
      typeof targetingKey === 'string' ? (decided.get(targetingKey) ?? null) : null,
    detail: (found) => `This user is ${found ? '' : 'not '}on the list of individual targets.`,
  };
}

function ruleStep(flag: Flag, rule: Rule, serve: Serving, sources: Sources): Step {
  const segment = rule.match.kind === 'segment' ? rule.match.segment : null;
  const matching =
    rule.match.kind === 'segment'
      ? segmentChecks(rule.match.segment, sources)
      : rule.match.conditions.map((condition) => compileCondition(condition, sources));
  const checks = rule.window ? [windowCheck(rule.window, sources), ...matching] : matching;
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

function windowCheck(window: NonNullable<Rule['window']>, { now }: Sources): Check {
  const from = window.from === undefined ? Number.NEGATIVE_INFINITY : timeOf(window.from);
  const until = window.until === undefined ? Number.POSITIVE_INFINITY : timeOf(window.until);
  const parts = [window.from && `from ${window.from}`, window.until && `before ${window.until}`].filter(
    Boolean,
  );
  return {
    text: `the time is ${parts.join(' and ') || 'any'}`,
    test: () => now() >= from && now() < until,
    found: () => isoOf(now()),
  };
}

function fallthroughStep(flag: Flag, values: Values, serve: Serving): Step {
  const onlyPath = flag.rules.length === 0 && flag.targets.length === 0 && flag.prerequisites.length === 0;
  const then = serve(flag.fallthrough, {
    reason: onlyPath ? 'STATIC' : 'DEFAULT',
    ruleId: null,
    segment: null,
  });
  const errorCode = flag.bucketBy === 'targetingKey' ? 'TARGETING_KEY_MISSING' : 'INVALID_CONTEXT';
  const unbucketed = fixed(values, flag.knownGood, 'ERROR', { errorCode });
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

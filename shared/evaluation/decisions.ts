import type { EvaluationContext } from '../model/context.ts';
import type { Flag, Prerequisite, Rule } from '../model/flag.ts';
import type { Evaluation } from './evaluation.ts';
import { type Serving, servingOf } from './serving.ts';
import { type Decide, fixed, type Served, type Values } from './step.ts';
import { overrideInForce, type Surroundings } from './surroundings.ts';

/**
 * What each step of a flag answers when it decides. Evaluating and explaining are built from the same
 * decisions; they differ only in what they tell on the way.
 */
export interface Decisions {
  /** In force: nothing else is looked at. */
  override: Evaluation | null;
  off: Evaluation | null;
  prerequisites: { prerequisite: Prerequisite; decide: Decide }[];
  targets: ReadonlyMap<string, Evaluation>;
  /** What a rule serves once it holds. */
  rules: { rule: Rule; served: Served }[];
  fallthrough(context: EvaluationContext): Evaluation;
}

export function decisionsOf(flag: Flag, values: Values, surroundings: Surroundings): Decisions {
  const mode = overrideInForce(surroundings);
  const serveOf = servingOf(flag, values);
  return {
    override:
      mode && fixed(values, mode === 'kill' ? flag.fallback : flag.knownGood, 'OVERRIDE', { override: mode }),
    off: flag.on ? null : fixed(values, flag.offVariant, 'DISABLED'),
    prerequisites: flag.prerequisites.map((prerequisite) => ({
      prerequisite,
      decide: unmet(flag, values, prerequisite, surroundings),
    })),
    targets: targetsOf(flag, values),
    rules: flag.rules.map((rule) => ({
      rule,
      served: serveOf(rule.serve, { reason: 'TARGETING_MATCH', ruleId: rule.id, segment: segmentOf(rule) }),
    })),
    fallthrough: fallthroughOf(flag, values, serveOf),
  };
}

export const segmentOf = (rule: Rule): string | null =>
  rule.match.kind === 'segment' ? rule.match.segment : null;

function unmet(
  flag: Flag,
  values: Values,
  { flag: key, variants }: Prerequisite,
  surroundings: Surroundings,
): Decide {
  const required = surroundings.needed.get(key);
  if (!required) {
    const missing = fixed(values, flag.offVariant, 'ERROR', { prerequisite: key, errorCode: 'GENERAL' });
    return () => missing;
  }
  const wanted = new Set(variants);
  const failed = fixed(values, flag.offVariant, 'DISABLED', { prerequisite: key });
  return (context) => (wanted.has(required.evaluate(context).variant) ? null : failed);
}

/** Listed under two variants, a person gets the one that stands first. */
const nobody: ReadonlyMap<string, Evaluation> = new Map();

const targetsOf = (flag: Flag, values: Values): ReadonlyMap<string, Evaluation> =>
  flag.targets.length === 0
    ? nobody
    : new Map(
        flag.targets.toReversed().flatMap((target) => {
          const own = fixed(values, target.variant, 'TARGETING_MATCH');
          return target.targetingKeys.map((key) => [key, own] as const);
        }),
      );

function fallthroughOf(flag: Flag, values: Values, serve: Serving): Decisions['fallthrough'] {
  const onlyPath = flag.rules.length === 0 && flag.targets.length === 0 && flag.prerequisites.length === 0;
  const served = serve(flag.fallthrough, {
    reason: onlyPath ? 'STATIC' : 'DEFAULT',
    ruleId: null,
    segment: null,
  });
  if (typeof served !== 'function') return () => served;
  const errorCode = flag.bucketBy === 'targetingKey' ? 'TARGETING_KEY_MISSING' : 'INVALID_CONTEXT';
  const unbucketed = fixed(values, flag.knownGood, 'ERROR', { errorCode });
  return (context) => served(context) ?? unbucketed;
}

import type { EvaluationContext } from '../model/context.ts';
import type { Flag, Rule } from '../model/flag.ts';
import { type Check, checksOf } from './check.ts';
import type { Decisions } from './decisions.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';
import { type Served, serveTo } from './step.ts';
import type { Surroundings } from './surroundings.ts';

/** One step as it is told: what it looks at, and whether it decides. */
interface Told {
  kind: TraceStep['step'];
  label: string;
  checks: readonly Check[];
  decided: Evaluation | null;
  detail: string;
}

/** The slow reading of a flag's decisions, which tells each step that is looked at and why it did or did not decide. */
export function explainFlag(
  flag: Flag,
  decisions: Decisions,
  surroundings: Surroundings,
  context: EvaluationContext,
): { evaluation: Evaluation; steps: TraceStep[] } {
  const steps: TraceStep[] = [];
  for (const { kind, label, checks, decided, detail } of toldSteps(flag, decisions, surroundings, context)) {
    const traced = checks.map((check) => ({
      text: check.text,
      held: check.test(context),
      found: check.found(context),
    }));
    steps.push({ step: kind, label, decided: decided !== null, detail, checks: traced });
    if (decided) return { evaluation: decided, steps };
  }
  throw new Error('The last step of a flag always decides');
}

function* toldSteps(
  flag: Flag,
  decisions: Decisions,
  surroundings: Surroundings,
  context: EvaluationContext,
): Generator<Told> {
  const { override, off, prerequisites, targets, rules, fallthrough } = decisions;
  yield {
    kind: 'override',
    label: 'Override',
    checks: [],
    decided: override,
    detail: overrideWords(override, surroundings),
  };
  const offWords = off ? 'The flag is off, so everyone gets its off variant.' : 'The flag is on.';
  yield { kind: 'off', label: off ? 'Switched off' : 'Switch', checks: [], decided: off, detail: offWords };
  for (const { prerequisite, decide } of prerequisites) {
    const decided = decide(context);
    const served = surroundings.needed.get(prerequisite.flag)?.evaluate(context).variant;
    const detail = served
      ? `“${prerequisite.flag}” serves ${served}; ${prerequisite.variants.join(' or ')} is needed${decided ? ', so the off variant answers' : ''}.`
      : `“${prerequisite.flag}” is missing, or needs this flag itself, so the off variant answers.`;
    yield { kind: 'prerequisite', label: `Needs ${prerequisite.flag}`, checks: [], decided, detail };
  }
  const targeted =
    typeof context.targetingKey === 'string' ? (targets.get(context.targetingKey) ?? null) : null;
  const targetWords =
    targets.size === 0
      ? 'Nobody is named.'
      : `This user is ${targeted ? '' : 'not '}on the list of individual targets.`;
  yield { kind: 'target', label: 'Individual targets', checks: [], decided: targeted, detail: targetWords };
  for (const { rule, served } of rules) yield toldRule(flag, rule, served, surroundings, context);
  const decided = fallthrough(context);
  yield {
    kind: 'fallthrough',
    label: 'Everyone else',
    checks: [],
    decided,
    detail: fallthroughWords(flag, decided),
  };
}

function toldRule(
  flag: Flag,
  rule: Rule,
  served: Served,
  surroundings: Surroundings,
  context: EvaluationContext,
): Told {
  const checks = checksOf(rule, surroundings);
  const holds = checks.every((check) => check.test(context));
  const decided = holds ? serveTo(served, context) : null;
  return { kind: 'rule', label: rule.name, checks, decided, detail: ruleWords(flag, holds, decided) };
}

function overrideWords(override: Evaluation | null, { environmentOverride }: Surroundings): string {
  if (!override) return 'No override is in force.';
  const state = override.override === 'kill' ? 'killed' : 'on known good';
  return `${environmentOverride === override.override ? 'The whole environment' : 'This flag'} is ${state}, which beats everything below.`;
}

function ruleWords(flag: Flag, holds: boolean, decided: Evaluation | null): string {
  if (!holds) return 'Not everything this rule asks for holds.';
  if (!decided) return `Holds, but the context has no ${flag.bucketBy} to split by.`;
  return decided.bucket === null
    ? 'Everything this rule asks for holds.'
    : `Holds; split by ${flag.bucketBy}: ${bucketWords(decided.bucket)}.`;
}

function fallthroughWords(flag: Flag, { errorCode, bucket }: Evaluation): string {
  if (errorCode) return `The context has no ${flag.bucketBy} to split by, so known good answers.`;
  return bucket === null
    ? 'Everyone who reaches this step gets the same variant.'
    : `Split by ${flag.bucketBy}: ${bucketWords(bucket)}.`;
}

const bucketWords = (bucket: number): string => `bucket ${bucket.toLocaleString('en-GB')} of 100,000`;

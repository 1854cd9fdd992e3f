import type { EvaluationContext } from '../model/context.ts';
import type { Flag } from '../model/flag.ts';
import { everyFlag, type Override } from '../model/override.ts';
import type { Segment } from '../model/segment.ts';
import { type CompiledFlag, compileFlag } from './compileFlag.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';

/** The part of a snapshot that decides. */
export interface Rulebook {
  flags: ReadonlyMap<string, Flag>;
  segments: ReadonlyMap<string, Segment>;
  overrides: ReadonlyMap<string, Override>;
}

export interface Evaluator {
  /** Null when there is no such flag. */
  evaluate(flag: string, context: EvaluationContext): Evaluation | null;
  /** The same decision, with every step that was looked at. */
  explain(flag: string, context: EvaluationContext): { evaluation: Evaluation; steps: TraceStep[] } | null;
}

/** Compiles a rulebook once, at load, so that an evaluation only runs closures. */
export function compile(rulebook: Rulebook): Evaluator {
  const environmentOverride = rulebook.overrides.get(everyFlag)?.mode ?? null;
  const compiled = new Map<string, CompiledFlag>();
  for (const [key, flag] of rulebook.flags) {
    const flagOverride = rulebook.overrides.get(key)?.mode ?? null;
    compiled.set(key, compileFlag(flag, { segments: rulebook.segments, environmentOverride, flagOverride }));
  }
  return {
    evaluate: (flag, context) => compiled.get(flag)?.evaluate(context) ?? null,
    explain: (flag, context) => compiled.get(flag)?.explain(context) ?? null,
  };
}

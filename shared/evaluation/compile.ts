import type { EvaluationContext } from '../model/context.ts';
import type { Flag } from '../model/flag.ts';
import { everyFlag, type Override, type OverrideMode } from '../model/override.ts';
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
  /** An evaluator of another rulebook that keeps what both have in common: one changed flag costs one flag. */
  recompile(rulebook: Rulebook): Evaluator;
}

/** A compiled flag, and all that it was compiled from. */
interface Entry {
  flag: Flag;
  environmentOverride: OverrideMode | null;
  flagOverride: OverrideMode | null;
  segments: readonly (Segment | undefined)[];
  compiled: CompiledFlag;
}

/** Compiles a rulebook once, at load, so that an evaluation only runs closures. */
export const compile = (rulebook: Rulebook): Evaluator => evaluatorOf(entriesOf(rulebook, new Map()));

function evaluatorOf(entries: ReadonlyMap<string, Entry>): Evaluator {
  return {
    evaluate: (flag, context) => entries.get(flag)?.compiled.evaluate(context) ?? null,
    explain: (flag, context) => entries.get(flag)?.compiled.explain(context) ?? null,
    recompile: (rulebook) => evaluatorOf(entriesOf(rulebook, entries)),
  };
}

function entriesOf(rulebook: Rulebook, known: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const environmentOverride = rulebook.overrides.get(everyFlag)?.mode ?? null;
  const entries = new Map<string, Entry>();
  for (const [key, flag] of rulebook.flags) {
    const flagOverride = rulebook.overrides.get(key)?.mode ?? null;
    const before = known.get(key);
    const same =
      before !== undefined &&
      before.flag === flag &&
      before.environmentOverride === environmentOverride &&
      before.flagOverride === flagOverride &&
      sameSegments(before, rulebook.segments);
    entries.set(
      key,
      same ? before : entryOf(flag, { segments: rulebook.segments, environmentOverride, flagOverride }),
    );
  }
  return entries;
}

function entryOf(flag: Flag, surroundings: Parameters<typeof compileFlag>[1]): Entry {
  const { environmentOverride, flagOverride } = surroundings;
  const segments = segmentsOf(flag).map((key) => surroundings.segments.get(key));
  return { flag, environmentOverride, flagOverride, segments, compiled: compileFlag(flag, surroundings) };
}

const segmentsOf = (flag: Flag): string[] =>
  flag.rules.flatMap(({ match }) => (match.kind === 'segment' ? [match.segment] : []));

const sameSegments = ({ flag, segments }: Entry, now: ReadonlyMap<string, Segment>): boolean =>
  segments.length === 0 || segmentsOf(flag).every((key, index) => now.get(key) === segments[index]);

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
  segments: ReadonlyMap<string, Segment>;
  usesSegments: boolean;
  prerequisites: readonly (Entry | null)[];
  compiled: CompiledFlag;
}

/** Milliseconds since 1970. The clock is handed in: this code has none. */
export type Clock = () => number;

/**
 * Compiles a rulebook once, at load, so that an evaluation only runs closures.
 * @throws Error when a pattern or a network in a condition cannot be read.
 */
export const compile = (rulebook: Rulebook, now: Clock): Evaluator =>
  evaluatorOf(entriesOf(rulebook, now, new Map()), now);

function evaluatorOf(entries: ReadonlyMap<string, Entry>, now: Clock): Evaluator {
  return {
    evaluate: (flag, context) => entries.get(flag)?.compiled.evaluate(context) ?? null,
    explain: (flag, context) => entries.get(flag)?.compiled.explain(context) ?? null,
    recompile: (rulebook) => evaluatorOf(entriesOf(rulebook, now, entries), now),
  };
}

function entriesOf(rulebook: Rulebook, now: Clock, known: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const environmentOverride = rulebook.overrides.get(everyFlag)?.mode ?? null;
  const open = new Set<string>();
  /** The entry of a flag, made after those of its prerequisites; null where there is none, or where it leads back to itself. */
  const enter = (key: string): Entry | null => {
    const done = entries.get(key);
    if (done) return done;
    const flag = rulebook.flags.get(key);
    if (!flag || open.has(key)) return null;
    let prerequisites: (Entry | null)[] = none;
    if (flag.prerequisites.length > 0) {
      open.add(key);
      prerequisites = flag.prerequisites.map((prerequisite) => enter(prerequisite.flag));
      open.delete(key);
    }
    const flagOverride = rulebook.overrides.get(key)?.mode ?? null;
    const wanted = { flag, environmentOverride, flagOverride, segments: rulebook.segments, prerequisites };
    const before = known.get(key);
    const entry = before && fits(before, wanted) ? before : entryOf(wanted, now);
    entries.set(key, entry);
    return entry;
  };
  for (const key of rulebook.flags.keys()) enter(key);
  return entries;
}

const none: (Entry | null)[] = [];

type Wanted = Omit<Entry, 'usesSegments' | 'compiled'>;

const fits = (before: Entry, wanted: Wanted): boolean =>
  before.flag === wanted.flag &&
  before.environmentOverride === wanted.environmentOverride &&
  before.flagOverride === wanted.flagOverride &&
  (!before.usesSegments || before.segments === wanted.segments) &&
  before.prerequisites.every((entry, index) => entry === wanted.prerequisites[index]);

function entryOf(wanted: Wanted, now: Clock): Entry {
  const { flag, environmentOverride, flagOverride, segments, prerequisites } = wanted;
  const prerequisite = (key: string) =>
    prerequisites[flag.prerequisites.findIndex((one) => one.flag === key)]?.compiled ?? null;
  const compiled = compileFlag(flag, { environmentOverride, flagOverride, segments, now, prerequisite });
  return { ...wanted, usesSegments: usesSegments(flag), compiled };
}

const usesSegments = (flag: Flag): boolean =>
  flag.rules.some(
    ({ match }) => match.kind === 'segment' || match.conditions.some((condition) => 'segment' in condition),
  );

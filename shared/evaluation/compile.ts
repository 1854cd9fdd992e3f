import type { EvaluationContext } from '../model/context.ts';
import type { Flag } from '../model/flag.ts';
import { everyFlag, type Override, type OverrideMode } from '../model/override.ts';
import type { Segment } from '../model/segment.ts';
import type { Test } from './attribute.ts';
import { type CompiledFlag, compileFlag } from './compileFlag.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';
import type { Surroundings } from './surroundings.ts';

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
  /**
   * An evaluator of another rulebook that keeps what both have in common. `touched` names the flags that
   * differ, by themselves or by their override, where nothing else does: then one changed flag costs one flag.
   */
  recompile(rulebook: Rulebook, touched?: Iterable<string>): Evaluator;
}

/** Milliseconds since 1970. The clock is handed in: this code has none. */
export type Clock = () => number;

/**
 * Compiles a rulebook once, at load, so that an evaluation only runs closures.
 * @throws Error when a pattern or a network in a condition cannot be read.
 */
export function compile(rulebook: Rulebook, now: Clock): Evaluator {
  const shared: Shared = { now, tests: new Map(), last: null };
  return evaluatorOf(enterAll(rulebook, shared, new Map()), shared);
}

type Entries = ReadonlyMap<string, CompiledFlag>;

/** What all flags of an evaluator share, and its successors too. */
interface Shared {
  now: Clock;
  tests: Map<string, Test>;
  /** The surroundings made last, of a flag that needs no other. */
  last: Surroundings | null;
}

/** Past this many tests, those that no rule uses any more are let go of, by beginning anew. */
const mostTests = 200_000;

const evaluatorOf = (entries: Entries, shared: Shared): Evaluator => ({
  evaluate: (flag, context) => entries.get(flag)?.evaluate(context) ?? null,
  explain: (flag, context) => entries.get(flag)?.explain(context) ?? null,
  recompile(rulebook, touched) {
    if (shared.tests.size > mostTests) shared.tests.clear();
    return evaluatorOf(
      touched ? enterTouched(rulebook, shared, entries, touched) : enterAll(rulebook, shared, entries),
      shared,
    );
  },
});

function enterAll(rulebook: Rulebook, shared: Shared, known: Entries): Entries {
  const entries = new Map<string, CompiledFlag>();
  const enter = entering(rulebook, shared, known, entries);
  for (const key of rulebook.flags.keys()) enter(key);
  return entries;
}

function enterTouched(
  rulebook: Rulebook,
  shared: Shared,
  known: Entries,
  touched: Iterable<string>,
): Entries {
  const stale = new Set(touched);
  for (let before = -1; before !== stale.size; ) {
    before = stale.size;
    for (const [key, { flag }] of known)
      if (flag.prerequisites.some((one) => stale.has(one.flag))) stale.add(key);
  }
  const entries = new Map(known);
  for (const key of stale) entries.delete(key);
  const enter = entering(rulebook, shared, known, entries);
  for (const key of stale) enter(key);
  return entries;
}

/** Enters a flag after those that it needs; null where there is none, or where it leads back to itself. */
function entering(rulebook: Rulebook, shared: Shared, known: Entries, entries: Map<string, CompiledFlag>) {
  const environmentOverride = rulebook.overrides.get(everyFlag)?.mode ?? null;
  const open = new Set<string>();
  return function enter(key: string): CompiledFlag | null {
    const done = entries.get(key);
    if (done) return done;
    const flag = rulebook.flags.get(key);
    if (!flag || open.has(key)) return null;
    open.add(key);
    const needed =
      flag.prerequisites.length === 0
        ? none
        : new Map(flag.prerequisites.map((one) => [one.flag, enter(one.flag)]));
    open.delete(key);
    const flagOverride = rulebook.overrides.get(key)?.mode ?? null;
    const surroundings = surroundingsOf(
      { environmentOverride, flagOverride, segments: rulebook.segments, needed },
      shared,
    );
    const before = known.get(key);
    const entry = before && stillFits(before, flag, surroundings) ? before : compileFlag(flag, surroundings);
    entries.set(key, entry);
    return entry;
  };
}

const none: Surroundings['needed'] = new Map();

/** Flags that need no other flag share their surroundings: at 10,000 flags that is megabytes. */
function surroundingsOf(
  wanted: { environmentOverride: OverrideMode | null; flagOverride: OverrideMode | null } & Pick<
    Surroundings,
    'segments' | 'needed'
  >,
  shared: Shared,
): Surroundings {
  const { last } = shared;
  const same =
    last &&
    last.environmentOverride === wanted.environmentOverride &&
    last.flagOverride === wanted.flagOverride &&
    last.segments === wanted.segments;
  if (same && wanted.needed === none) return last;
  const made = { ...wanted, now: shared.now, tests: shared.tests };
  if (wanted.needed === none) shared.last = made;
  return made;
}

function stillFits(before: CompiledFlag, flag: Flag, now: Surroundings): boolean {
  const then = before.surroundings;
  if (before.flag !== flag) return false;
  if (then === now) return true;
  return (
    then.environmentOverride === now.environmentOverride &&
    then.flagOverride === now.flagOverride &&
    (then.segments === now.segments || !usesSegments(flag)) &&
    flag.prerequisites.every((one) => then.needed.get(one.flag) === now.needed.get(one.flag))
  );
}

const usesSegments = (flag: Flag): boolean =>
  flag.rules.some(
    ({ match }) => match.kind === 'segment' || match.conditions.some((condition) => 'segment' in condition),
  );

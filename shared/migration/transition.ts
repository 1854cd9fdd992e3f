import { acts } from './acts.ts';
import type { Check } from './check.ts';
import { type Effect, effectInWords } from './effect.ts';
import type { EventKind, EventOf, MigrationEvent } from './event.ts';
import type { Migration, Stage } from './migration.ts';
import { stageInWords, stagesThatTake, table } from './table.ts';

export type Outcome =
  | { allowed: true; next: Migration; effects: Effect[]; checks: Check[] }
  /** Nothing changes. `refusals` are the checks that did not pass: which, with what figure, and what would mend it. */
  | { allowed: false; refusals: Check[]; checks: Check[] };

/**
 * What an event makes of a migration at `now` (milliseconds since 1970): the next state and what is to be
 * done, or why not. The caller stores the state first and performs the effects after it.
 */
export function transition(state: Migration, event: MigrationEvent, now: number): Outcome {
  return typed(state, event.kind, event, now);
}

/** What an act would do, and which checks would refuse it. */
export interface DryRun {
  allowed: boolean;
  from: Stage;
  /** Where it would lead; null where it is refused. */
  to: Stage | null;
  /** What would happen, sentence by sentence; nothing where it is refused. */
  would: string[];
  /** Every check that was looked at, passed or not. */
  checks: Check[];
}

/** The same as `transition`, told instead of done. */
export function dryRun(state: Migration, event: MigrationEvent, now: number): DryRun {
  const outcome = transition(state, event, now);
  return {
    allowed: outcome.allowed,
    from: state.stage,
    to: outcome.allowed ? whereTo(outcome.next, now) : null,
    would: outcome.allowed ? outcome.effects.map((effect) => effectInWords(effect, state)) : [],
    checks: outcome.checks,
  };
}

/** A flip that is asked for leads on to where it comes about. */
function whereTo(next: Migration, now: number): Stage {
  if (next.pending === null) return next.stage;
  const flipped = transition(next, { kind: 'flipped', epoch: next.pending.epoch + 1 }, now);
  return flipped.allowed ? flipped.next.stage : next.stage;
}

function typed<Kind extends EventKind>(
  state: Migration,
  kind: Kind,
  event: EventOf<Kind>,
  now: number,
): Outcome {
  const place = [stageCheck(state, kind), ...flipCheck(state, kind)];
  if (place.some(({ passed }) => !passed)) return refused(place);
  const act = acts[kind];
  const checks = [...place, ...(act.checks?.(state, event, now) ?? [])];
  if (checks.some(({ passed }) => !passed)) return refused(checks);
  const next = act.next(state, event, now);
  return { allowed: true, next, effects: act.effects?.(next, state) ?? [], checks };
}

const refused = (checks: Check[]): Outcome => ({
  allowed: false,
  refusals: checks.filter(({ passed }) => !passed),
  checks,
});

function stageCheck({ stage }: Migration, kind: EventKind): Check {
  const passed = table[stage][kind] !== undefined;
  const possible = stagesThatTake(kind).map((one) => stageInWords[one]);
  return {
    check: 'stage',
    passed,
    figure: `This migration is ${stageInWords[stage]}`,
    mend: passed
      ? ''
      : (instead(stage, kind) ?? `This is possible only while it is ${possible.join(', or ')}`),
  };
}

/** Where an act is refused by the stage, the act that a person wants then. */
function instead(stage: Stage, kind: EventKind): string | null {
  if (stage === 'retired' || stage === 'cancelled') return 'It is over: start another migration';
  if (stage === 'retiring') return 'Retiring cannot be undone: migrate back to the version that is dropped';
  if (kind === 'cancel' && stage === 'serving-new') return 'Queries go to the new index: reverse instead';
  if (kind === 'cancel' && stage === 'serving-old')
    return 'It has been cut over before: retire the new index instead';
  if (kind === 'cutover' && stage === 'serving-new') return 'Queries go to the new index already';
  if (kind === 'reverse' && stage !== 'serving-new') return 'Queries go to the old index already';
  if (kind === 'cutover' && stage === 'stale') return 'Verify again first';
  return null;
}

/** While a flip is under way, nothing but its end is taken. */
function flipCheck({ pending }: Migration, kind: EventKind): Check[] {
  if (pending === null || kind === 'flipped' || kind === 'not-flipped') return [];
  return [
    {
      check: 'flip-under-way',
      passed: false,
      figure: `A ${pending.act} is under way`,
      mend: 'It takes a few seconds at most: look again, then decide',
    },
  ];
}

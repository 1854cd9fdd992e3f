import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventKind, EventOf, MigrationEvent } from './event.ts';
import { gateHoldsMs } from './gateFreshness.ts';
import { draftMigration, idleVersion, Migration, type Stage, servingVersion, stages } from './migration.ts';
import { outstandingEffects } from './outstanding.ts';
import { stagesThatTake, table } from './table.ts';
import { dryRun, transition } from './transition.ts';

const hour = 3_600_000;
const from = `iv_${'a'.repeat(20)}`;
const to = `iv_${'b'.repeat(20)}`;
const throttle = { documentsPerSecond: 50, batchesInFlight: 2, budgetUsd: null };
const draft = draftMigration({ collection: 'docs', from, to, epoch: 7, throttle });
const start = {
  kind: 'start' as const,
  by: 'ada',
  memory: { old: 300, new: 700, allowed: 1_000 },
};
const gate = { verdict: 'pass' as const, at: 0, basis: 'b1', words: 'At least as good', approvedBy: null };
const cutoverFacts = {
  epochSeen: 7,
  epoch: 7,
  basis: 'b1',
  deadLetters: [],
  waived: [],
  confirmation: 'docs',
  approval: { need: 'nobody' as const, by: 'ada' as string | null },
};
const retireFacts = { epochSeen: 8, epoch: 8, confirmation: 'docs', approval: cutoverFacts.approval };
const retire = { kind: 'retire' as const, facts: retireFacts };
const canaryOf = (percent: number, segments: string[] = [], unknown: string[] = []) => ({
  kind: 'canary' as const,
  percent,
  segments,
  unknown,
});
const reverseFacts = { epochSeen: 8, epoch: 8, behind: [], behindCount: 0, confirmation: null };

/** Goes through events that must all be allowed. */
function through(state: Migration, ...events: MigrationEvent[]): Migration {
  return events.reduce((before, event) => {
    const outcome = transition(before, event, hour);
    if (!outcome.allowed) throw new Error(`${event.kind}: ${JSON.stringify(outcome.refusals)}`);
    return outcome.next;
  }, state);
}
const effectsOf = (state: Migration, event: MigrationEvent, now = hour) => {
  const outcome = transition(state, event, now);
  return outcome.allowed ? outcome.effects : outcome.refusals.map(({ check }) => check);
};
const refusalsOf = (state: Migration, event: MigrationEvent, now = hour) => {
  const outcome = transition(state, event, now);
  return outcome.allowed ? [] : outcome.refusals;
};

const backfilling = through(draft, start, { kind: 'dual-write-opened' });
const verifying = through(backfilling, { kind: 'backfilled' });
const ready = through(verifying, { kind: 'verified', result: gate });
const cutting = through(ready, { kind: 'cutover', facts: cutoverFacts });
const servingNew = through(cutting, { kind: 'flipped', epoch: 8 });
const servingOld = through(
  servingNew,
  { kind: 'reverse', facts: reverseFacts },
  { kind: 'flipped', epoch: 9 },
);

describe('a migration', () => {
  it('goes from draft to retired', () => {
    expect(effectsOf(draft, start)).toEqual([{ kind: 'open-dual-write', version: to }]);
    expect(effectsOf(through(draft, start), { kind: 'dual-write-opened' })).toEqual([
      { kind: 'run-backfill', version: to, workerEpoch: 1, throttle },
    ]);
    expect(effectsOf(backfilling, { kind: 'backfilled' })).toEqual([{ kind: 'run-gate' }]);
    expect(effectsOf(verifying, { kind: 'verified', result: gate })).toEqual([]);
    expect(effectsOf(ready, { kind: 'cutover', facts: cutoverFacts })).toEqual([
      { kind: 'flip', act: 'cutover', version: to, epoch: 7, waived: [], despiteLag: false },
    ]);
    expect(servingNew).toMatchObject({
      stage: 'serving-new',
      serving: 'new',
      epoch: 8,
      cutovers: 1,
      pending: null,
    });
    expect(effectsOf(servingNew, retire)).toEqual([{ kind: 'drop', version: from }]);
    const retired = through(servingNew, retire, { kind: 'dropped' });
    expect(retired).toMatchObject({ stage: 'retired', serving: 'new' });
  });

  it('reverses without a gate and cuts over again, any number of times', () => {
    let state: Migration = { ...servingNew, gate: null };
    for (let epoch = 8; epoch < 20; epoch += 2) {
      const back = { ...reverseFacts, epochSeen: epoch, epoch };
      state = through(state, { kind: 'reverse', facts: back }, { kind: 'flipped', epoch: epoch + 1 });
      expect(servingVersion(state)).toBe(from);
      const again = { ...cutoverFacts, epochSeen: epoch + 1, epoch: epoch + 1 };
      state = through(
        { ...state, gate },
        { kind: 'cutover', facts: again },
        { kind: 'flipped', epoch: epoch + 2 },
      );
      expect(servingVersion(state)).toBe(to);
    }
    expect(state).toMatchObject({ cutovers: 7, epoch: 20 });
  });

  it('retires the new index after a reverse', () => {
    expect(effectsOf(servingOld, retire)).toEqual(['epoch']);
    const seen = { ...retireFacts, epochSeen: 9, epoch: 9 };
    expect(effectsOf(servingOld, { kind: 'retire', facts: seen })).toEqual([{ kind: 'drop', version: to }]);
  });

  it('pauses, resumes and throttles, and fences the worker that was running', () => {
    const paused = through(backfilling, { kind: 'pause' });
    expect(effectsOf(backfilling, { kind: 'pause' })).toEqual([{ kind: 'stop-backfill', workerEpoch: 2 }]);
    const faster = { ...throttle, documentsPerSecond: 500 };
    const throttled = through(paused, { kind: 'throttle', throttle: faster });
    expect(effectsOf(throttled, { kind: 'resume' })).toEqual([
      { kind: 'run-backfill', version: to, workerEpoch: 3, throttle: faster },
    ]);
  });

  it('stays in verification with what the gate found, until something is mended', () => {
    const failed = through(verifying, {
      kind: 'verified',
      result: { ...gate, verdict: 'fail', words: 'Worse' },
    });
    expect(failed).toMatchObject({ stage: 'verifying', gateRunning: false });
    expect(effectsOf(failed, { kind: 'verify' })).toEqual([{ kind: 'run-gate' }]);
    expect(effectsOf(failed, { kind: 'backfill' })).toEqual([
      { kind: 'run-backfill', version: to, workerEpoch: 2, throttle },
    ]);
    expect(effectsOf(failed, { kind: 'approve', by: 'grace' })).toEqual(['unjudged']);
  });

  it('lets an unjudged index through by a second person only', () => {
    const unjudged = through(verifying, { kind: 'verified', result: { ...gate, verdict: 'unjudged' } });
    expect(unjudged.stage).toBe('verifying');
    expect(effectsOf(unjudged, { kind: 'approve', by: 'ada' })).toEqual(['second-person']);
    const approved = through(unjudged, { kind: 'approve', by: 'grace' });
    expect(approved).toMatchObject({ stage: 'ready', gate: { approvedBy: 'grace' } });
    expect(through(approved, { kind: 'cutover', facts: cutoverFacts }).pending).not.toBeNull();
  });

  it('goes stale after a day or when what was judged changes, and not before', () => {
    const look = (now: number, basis: string) => {
      const outcome = transition(ready, { kind: 'looked', basis }, now);
      return outcome.allowed && outcome.next.stage;
    };
    expect(look(gateHoldsMs, 'b1')).toBe('ready');
    expect(look(gateHoldsMs + 1, 'b1')).toBe('stale');
    expect(look(hour, 'b2')).toBe('stale');
  });

  it('sends a share of queries ahead, and takes it back when a new verdict is bad', () => {
    const canary = through(ready, canaryOf(5));
    expect(effectsOf(ready, canaryOf(5))).toEqual([{ kind: 'set-canary', percent: 5, segments: [] }]);
    expect(effectsOf(ready, canaryOf(101))).toEqual(['share']);
    const staff = through(canary, canaryOf(20, ['staff']));
    expect(staff).toMatchObject({ stage: 'canary', canaryPercent: 20, canarySegments: ['staff'] });
    expect(effectsOf(canary, canaryOf(5, ['gone'], ['gone']))).toEqual(['segments']);
    expect(through(staff, canaryOf(0, ['staff']))).toMatchObject({ canarySegments: [] });
    expect(through(staff, { kind: 'cancel' })).toMatchObject({ canaryPercent: 0, canarySegments: [] });
    expect(through(canary, canaryOf(0)).stage).toBe('ready');
    const judgedAgain = through(canary, { kind: 'verify' });
    expect(through(judgedAgain, canaryOf(0)).stage).toBe('verifying');
    expect(effectsOf(judgedAgain, { kind: 'verified', result: { ...gate, verdict: 'fail' } })).toEqual([
      { kind: 'set-canary', percent: 0, segments: [] },
    ]);
    const flipped = through(canary, { kind: 'cutover', facts: cutoverFacts });
    expect(effectsOf(flipped, { kind: 'flipped', epoch: 8 })).toEqual([
      { kind: 'set-canary', percent: 0, segments: [] },
    ]);
  });
});

describe('a refusal', () => {
  it.each<
    [string, Migration, Partial<typeof cutoverFacts> & { deadLetters?: string[]; waived?: string[] }, number]
  >([
    ['confirmation', ready, { confirmation: 'doc' }, hour],
    ['epoch', ready, { epochSeen: 6 }, hour],
    ['epoch', ready, { epochSeen: 8, epoch: 8 }, hour],
    ['gate', { ...ready, gate: { ...gate, verdict: 'inconclusive' } }, {}, hour],
    ['gate', { ...ready, gateRunning: true }, {}, hour],
    ['gate-fresh', ready, {}, gateHoldsMs + 1],
    ['gate-fresh', ready, { basis: 'b2' }, hour],
    ['dead-letters', ready, { deadLetters: ['d1', 'd2'], waived: ['d1'] } as never, hour],
  ])('of a cutover names %s, the figure and what would mend it', (check, state, facts, now) => {
    const refusals = refusalsOf(state, { kind: 'cutover', facts: { ...cutoverFacts, ...facts } }, now);
    expect(refusals).toEqual([
      { check, passed: false, figure: expect.stringMatching(/.{5}/), mend: expect.stringMatching(/.{10}/) },
    ]);
  });

  it('of a cutover is not one where each dead letter is waived by its id', () => {
    const facts = { ...cutoverFacts, deadLetters: ['d1'], waived: ['d1', 'unknown'] };
    expect(through(ready, { kind: 'cutover', facts }).pending).toEqual({
      act: 'cutover',
      epoch: 7,
      waived: ['d1'],
      despiteLag: false,
    });
  });

  it('of a reverse lists what would be stale, and the typed name lifts it', () => {
    const behind = { ...reverseFacts, behind: ['d1', 'd2', 'd3', 'd4'], behindCount: 12 };
    expect(refusalsOf(servingNew, { kind: 'reverse', facts: behind })).toEqual([
      {
        check: 'old-index-behind',
        passed: false,
        figure: '12 documents would be stale (d1, d2, d3 and 9 more)',
        mend: 'Wait until the old index has caught up, or type "docs" to reverse now; catching up goes on',
      },
    ]);
    const confirmed = through(servingNew, { kind: 'reverse', facts: { ...behind, confirmation: 'docs' } });
    expect(confirmed.pending?.despiteLag).toBe(true);
  });

  it('by the stage says where the act is possible, or what to do instead', () => {
    expect(refusalsOf(draft, { kind: 'pause' })).toEqual([
      {
        check: 'stage',
        passed: false,
        figure: 'This migration is not started',
        mend: 'This is possible only while it is backfilling',
      },
    ]);
    expect(refusalsOf(servingNew, { kind: 'cancel' })[0]?.mend).toBe(
      'Queries go to the new index: reverse instead',
    );
    expect(refusalsOf(cutting, { kind: 'cancel' })[0]?.check).toBe('flip-under-way');
    expect(refusalsOf(ready, { kind: 'flipped', epoch: 8 })[0]?.check).toBe('flip-asked-for');
    expect(refusalsOf(cutting, { kind: 'flipped', epoch: 9 })[0]?.check).toBe('flip-asked-for');
  });

  it('of a start names the bytes that both indexes take, and what would mend it', () => {
    const memory = { old: 400e6, new: 900e6, allowed: 1024 ** 3 };
    expect(refusalsOf(draft, { ...start, memory })).toEqual([
      {
        check: 'memory',
        passed: false,
        figure:
          'The vectors of both indexes take about 1,240 MB of memory (400000000 bytes now, about 900000000 of the new index), 1,024 MB are allowed',
        mend: 'Set INDEX_MEMORY_MB to 1364 or more and start the server anew, or plan an index version with fewer dimensions or larger chunks',
      },
    ]);
    expect(refusalsOf(draft, { ...start, memory: { ...memory, allowed: 1_300e6 } })).toEqual([]);
  });

  it('of a cutover without the second person whom the environment wants says whom, until they agree', () => {
    const asking = (need: 'second-person' | 'admin', by: string | null = 'ada') => ({
      kind: 'cutover' as const,
      facts: { ...cutoverFacts, approval: { need, by } },
    });
    const agree = (by: string, role: 'release-manager' | 'admin' | null) =>
      ({ kind: 'agree', to: 'cutover', by, name: by, role }) as const;
    expect(refusalsOf(ready, asking('second-person'))).toEqual([
      {
        check: 'agreement',
        passed: false,
        figure: 'This environment wants a second person to agree first',
        mend: expect.stringContaining('other than yourself'),
      },
    ]);
    // Nobody asks the command line.
    expect(refusalsOf(ready, asking('admin', null))).toEqual([]);
    const own = through(ready, agree('ada', 'admin'));
    expect(effectsOf(own, asking('second-person'))).toEqual(['agreement']);
    const agreed = through(ready, agree('grace', 'release-manager'));
    expect(refusalsOf(agreed, asking('second-person'))).toEqual([]);
    expect(effectsOf(agreed, asking('admin'))).toEqual(['agreement']);
    expect(refusalsOf(through(agreed, agree('root', 'admin')), asking('admin'))).toEqual([]);
    // A day later, with another verdict, or when the pointer has moved, it holds no longer.
    const fresh = { ...agreed, gate: { ...gate, at: 30 * hour } };
    expect(effectsOf(fresh, asking('second-person'), 31 * hour)).toEqual(['agreement']);
    const flipped = { ...agreed, epoch: 9 };
    const facts = { ...asking('second-person').facts, epoch: 9, epochSeen: 9 };
    expect(effectsOf(flipped, { kind: 'cutover', facts })).toEqual(['agreement']);
    expect(effectsOf(ready, agree('grace', null))).toEqual(['person']);
    expect(effectsOf(ready, { ...agree('grace', 'admin'), to: 'retire' })).toEqual(['act-possible']);
    const retiring = {
      ...retire,
      facts: { ...retireFacts, approval: { need: 'second-person' as const, by: 'ada' } },
    };
    expect(effectsOf(servingNew, retiring)).toEqual(['agreement']);
    const other = through(servingNew, { ...agree('grace', 'admin'), to: 'retire' });
    expect(through(other, retiring).stage).toBe('retiring');
  });

  it('of a flip leaves all as it was', () => {
    expect(through(cutting, { kind: 'not-flipped' })).toEqual(ready);
  });
});

describe('a dry run', () => {
  it('tells in words what would happen, and every check', () => {
    const run = dryRun(ready, { kind: 'cutover', facts: cutoverFacts }, hour);
    expect(run).toMatchObject({ allowed: true, from: 'ready', to: 'serving-new' });
    expect(run.would).toEqual([
      `New writes wait, at most 3 seconds, until the new index (${to}) has them all; then every query goes to it. Writes go on to both`,
    ]);
    expect(run.checks.map(({ check }) => check)).toEqual([
      'stage',
      'confirmation',
      'epoch',
      'gate',
      'gate-fresh',
      'dead-letters',
    ]);
    const refused = dryRun(ready, { kind: 'cutover', facts: { ...cutoverFacts, epoch: 9 } }, hour);
    expect(refused).toMatchObject({ allowed: false, to: null, would: [] });
  });
});

const facts = fc.record({
  epochSeen: fc.constantFrom(7, 8),
  epoch: fc.constantFrom(7, 8),
  basis: fc.constantFrom('b1', 'b2'),
  deadLetters: fc.constantFrom([], ['d1']),
  waived: fc.constantFrom([], ['d1']),
  confirmation: fc.constantFrom('docs', 'docs', 'no'),
  approval: fc.constantFrom(
    cutoverFacts.approval,
    cutoverFacts.approval,
    { need: 'second-person' as const, by: 'ada' },
    { need: 'admin' as const, by: 'ada' },
  ),
});
const events: { [Kind in EventKind]: fc.Arbitrary<EventOf<Kind>> } = {
  start: fc.constant(start),
  throttle: fc.record({ kind: fc.constant('throttle'), throttle: fc.constant(throttle) }),
  pause: fc.record({ kind: fc.constant('pause') }),
  resume: fc.record({ kind: fc.constant('resume') }),
  backfill: fc.record({ kind: fc.constant('backfill') }),
  verify: fc.record({ kind: fc.constant('verify') }),
  approve: fc.record({ kind: fc.constant('approve'), by: fc.constantFrom('ada', 'grace') }),
  canary: fc.record({
    kind: fc.constant('canary'),
    percent: fc.constantFrom(0, 5, 100, 101),
    segments: fc.constantFrom([], ['staff']),
    unknown: fc.constantFrom([], [], ['gone']),
  }),
  cutover: fc.record({ kind: fc.constant('cutover'), facts }),
  reverse: fc.record({
    kind: fc.constant('reverse'),
    facts: facts.map(({ epoch, epochSeen, confirmation, deadLetters }) => ({
      epoch,
      epochSeen,
      confirmation,
      behind: deadLetters,
      behindCount: deadLetters.length,
    })),
  }),
  retire: fc.record({
    kind: fc.constant('retire'),
    facts: facts.map(({ epoch, epochSeen, confirmation, approval }) => ({
      epoch,
      epochSeen,
      confirmation,
      approval,
    })),
  }),
  agree: fc.record({
    kind: fc.constant('agree'),
    to: fc.constantFrom('cutover', 'retire'),
    by: fc.constantFrom('ada', 'grace'),
    name: fc.constant('Grace'),
    role: fc.constantFrom('release-manager', 'admin', null),
  }),
  cancel: fc.record({ kind: fc.constant('cancel') }),
  'dual-write-opened': fc.record({ kind: fc.constant('dual-write-opened') }),
  'not-opened': fc.record({ kind: fc.constant('not-opened') }),
  backfilled: fc.record({ kind: fc.constant('backfilled') }),
  verified: fc.record({
    kind: fc.constant('verified'),
    result: fc
      .constantFrom('pass' as const, 'pass' as const, 'fail' as const, 'unjudged' as const)
      .map((verdict) => ({
        ...gate,
        verdict,
      })),
  }),
  flipped: fc.record({ kind: fc.constant('flipped'), epoch: fc.constantFrom(7, 7, 9) }),
  'not-flipped': fc.record({ kind: fc.constant('not-flipped') }),
  dropped: fc.record({ kind: fc.constant('dropped') }),
  looked: fc.record({ kind: fc.constant('looked'), basis: fc.constantFrom('b1', 'b2') }),
};
/** What ends a migration, or leads back to its beginning, is rarer than what leads on. */
const weights: Partial<Record<EventKind, number>> = {
  cancel: 1,
  backfill: 1,
  looked: 4,
  agree: 4,
  retire: 8,
};
const anyEvent: fc.Arbitrary<MigrationEvent> = fc.oneof(
  ...(Object.entries(events) as [EventKind, fc.Arbitrary<MigrationEvent>][]).map(([kind, arbitrary]) => ({
    arbitrary,
    weight: weights[kind] ?? 12,
  })),
);
/** Epoch 7 stands for the right one. */
function inPlace(state: Migration, event: MigrationEvent): MigrationEvent {
  const right = (epoch: number) => (epoch === 7 ? state.epoch : epoch);
  if (event.kind === 'cutover') {
    const { epoch, epochSeen } = event.facts;
    return { ...event, facts: { ...event.facts, epoch: right(epoch), epochSeen: right(epochSeen) } };
  }
  if (event.kind === 'retire') {
    const { epoch, epochSeen } = event.facts;
    return { ...event, facts: { ...event.facts, epoch: right(epoch), epochSeen: right(epochSeen) } };
  }
  if (event.kind === 'reverse') {
    const { epoch, epochSeen } = event.facts;
    return { ...event, facts: { ...event.facts, epoch: right(epoch), epochSeen: right(epochSeen) } };
  }
  return event.kind === 'flipped' && event.epoch === 7 ? { ...event, epoch: state.epoch + 1 } : event;
}
/** States that are reached by events that were allowed, one after the other. */
const walk = fc.array(anyEvent, { minLength: 1, maxLength: 400, size: 'max' }).map((tried) => {
  const states: Migration[] = [draft];
  for (const event of tried) {
    const state = states.at(-1) ?? draft;
    const outcome = transition(state, inPlace(state, event), hour);
    if (outcome.allowed) states.push(outcome.next);
  }
  return states;
});

describe('whatever happens', () => {
  it('a state is valid, leads only where the table says, and a refusal changes nothing and gives reasons', () => {
    const seen = new Set<Stage>();
    fc.assert(
      fc.property(walk, anyEvent, (states, event) => {
        for (const state of states) {
          seen.add(state.stage);
          Migration.parse(state);
          const before = structuredClone(state);
          const outcome = transition(state, inPlace(state, event), hour);
          expect(state).toEqual(before);
          expect(transition(state, inPlace(state, event), hour)).toEqual(outcome);
          if (outcome.allowed) {
            expect(table[state.stage][event.kind]).toContain(outcome.next.stage);
            expect(outcome.checks.every(({ passed }) => passed)).toBe(true);
            expect(outcome.next.workerEpoch).toBeGreaterThanOrEqual(state.workerEpoch);
            expect(outcome.next.epoch).toBeGreaterThanOrEqual(state.epoch);
          } else {
            expect(outcome.refusals.length).toBeGreaterThan(0);
            for (const { figure, mend } of outcome.refusals) expect([figure, mend]).not.toContain('');
          }
        }
      }),
      { numRuns: 800, seed: 6 },
    );
    expect([...seen].sort()).toEqual([...stages].sort());
  });

  it('nothing drops or ends writes to the version that serves, and no cancel follows a cutover', () => {
    fc.assert(
      fc.property(walk, anyEvent, (states, event) => {
        for (const state of states) {
          const outcome = transition(state, inPlace(state, event), hour);
          const effects = [...outstandingEffects(state), ...(outcome.allowed ? outcome.effects : [])];
          for (const effect of effects) {
            if (effect.kind === 'drop' || effect.kind === 'close-dual-write') {
              expect(effect.version).toBe(idleVersion(state));
            }
            if (effect.kind === 'flip') expect(effect.version).toBe(idleVersion(state));
          }
          if (state.stage === 'cancelled') expect(state.cutovers).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a crash after the state was stored loses no effect', () => {
    fc.assert(
      fc.property(walk, anyEvent, (states, event) => {
        for (const state of states) {
          const outcome = transition(state, inPlace(state, event), hour);
          if (!outcome.allowed) continue;
          for (const effect of outcome.effects) {
            if (effect.kind === 'set-throttle') expect(outcome.next.throttle).toEqual(effect.throttle);
            else expect(outstandingEffects(outcome.next)).toContainEqual(effect);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('every event is taken somewhere, and the last stages take none', () => {
    for (const kind of Object.keys(events) as EventKind[]) expect(stagesThatTake(kind)).not.toEqual([]);
    expect([table.retired, table.cancelled]).toEqual([{}, {}]);
  });
});

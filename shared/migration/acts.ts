import { type Check, many, some } from './check.ts';
import type { Effect } from './effect.ts';
import type { EventKind, EventOf } from './event.ts';
import { gateChecks } from './gateFreshness.ts';
import { idleVersion, type Migration } from './migration.ts';

/** One event: what must hold beside the stage, the state after it, and what is to be done then. */
interface Act<Kind extends EventKind> {
  checks?(state: Migration, event: EventOf<Kind>, now: number): Check[];
  next(state: Migration, event: EventOf<Kind>, now: number): Migration;
  effects?(next: Migration, before: Migration): Effect[];
}

const runBackfill = ({ to, workerEpoch, throttle }: Migration): Effect[] => [
  { kind: 'run-backfill', version: to, workerEpoch, throttle },
];
const runGate = (): Effect[] => [{ kind: 'run-gate' }];
const flip = (next: Migration): Effect[] =>
  next.pending === null ? [] : [{ kind: 'flip', version: idleVersion(next), ...next.pending }];
const setCanary = ({ canaryPercent }: Migration): Effect[] => [
  { kind: 'set-canary', percent: canaryPercent },
];
const backfilling = (state: Migration): Migration => ({
  ...state,
  stage: 'backfilling',
  workerEpoch: state.workerEpoch + 1,
  gate: null,
  gateRunning: false,
});

export const acts: { [Kind in EventKind]: Act<Kind> } = {
  start: {
    next: (state, { by }) => ({ ...state, stage: 'dual-write', startedBy: by }),
    effects: ({ to }) => [{ kind: 'open-dual-write', version: to }],
  },
  'dual-write-opened': { next: backfilling, effects: runBackfill },
  throttle: {
    next: (state, { throttle }) => ({ ...state, throttle }),
    effects: ({ throttle }) => [{ kind: 'set-throttle', throttle }],
  },
  pause: {
    next: (state) => ({ ...state, stage: 'paused', workerEpoch: state.workerEpoch + 1 }),
    effects: ({ workerEpoch }) => [{ kind: 'stop-backfill', workerEpoch }],
  },
  resume: { next: backfilling, effects: runBackfill },
  backfill: { next: backfilling, effects: runBackfill },
  backfilled: {
    next: (state) => ({ ...state, stage: 'verifying', gate: null, gateRunning: true }),
    effects: runGate,
  },
  verify: {
    next: (state) => ({
      ...state,
      stage: state.stage === 'ready' || state.stage === 'stale' ? 'verifying' : state.stage,
      gateRunning: true,
    }),
    effects: runGate,
  },
  verified: {
    next: (state, { result }) => {
      const judged = { ...state, gate: result, gateRunning: false };
      if (state.stage === 'verifying')
        return { ...judged, stage: result.verdict === 'pass' ? 'ready' : 'verifying' };
      if (state.stage === 'canary' && result.verdict !== 'pass') {
        return { ...judged, stage: 'verifying', canaryPercent: 0 };
      }
      return judged;
    },
    effects: (next, before) => (next.canaryPercent === before.canaryPercent ? [] : setCanary(next)),
  },
  approve: {
    checks: ({ gate, gateRunning, startedBy }, { by }) => [
      {
        check: 'verdict-there',
        passed: !gateRunning,
        figure: gateRunning ? 'A verdict is being made' : 'No verdict is under way',
        mend: gateRunning ? 'Wait for the verdict' : '',
      },
      {
        check: 'unjudged',
        passed: gate?.verdict === 'unjudged',
        figure: gate === null ? 'There is no verdict yet' : `The verdict is "${gate.verdict}"`,
        mend:
          gate?.verdict === 'unjudged'
            ? ''
            : 'Only an index that no golden query could judge is let through by approval. Mend what the gate names, then verify again',
      },
      {
        check: 'second-person',
        passed: by !== startedBy,
        figure: by === startedBy ? 'You started this migration' : 'Approved by a second person',
        mend: by === startedBy ? 'Ask somebody else to approve' : '',
      },
    ],
    next: (state, { by }) => ({
      ...state,
      stage: state.stage === 'verifying' ? 'ready' : state.stage,
      gate: state.gate && { ...state.gate, approvedBy: by },
    }),
  },
  looked: {
    next: (state, { basis }, now) =>
      gateChecks(state, basis, now).every(({ passed }) => passed) ? state : { ...state, stage: 'stale' },
  },
  canary: {
    checks: (_, { percent }) => [
      {
        check: 'share',
        passed: percent >= 0 && percent <= 100,
        figure: `${percent}% of queries`,
        mend: percent >= 0 && percent <= 100 ? '' : 'Choose a share from 0 to 100',
      },
    ],
    next: (state, { percent }) => ({
      ...state,
      stage: percent > 0 ? 'canary' : state.gateRunning ? 'verifying' : 'ready',
      canaryPercent: percent,
    }),
    effects: setCanary,
  },
  cutover: {
    checks: (state, { facts }, now) => {
      const blocking = facts.deadLetters.filter((id) => !facts.waived.includes(id));
      return [
        confirmed(state, facts.confirmation),
        sameEpoch(state, facts),
        ...gateChecks(state, facts.basis, now),
        {
          check: 'dead-letters',
          passed: blocking.length === 0,
          figure: `${many(blocking.length, 'document')} could not be written to the new index${blocking.length === 0 ? '' : ` (${some(blocking, blocking.length)})`}`,
          mend: blocking.length === 0 ? '' : 'Retry the dead letters, or waive these documents by their ids',
        },
      ];
    },
    next: (state, { facts }) => ({
      ...state,
      epoch: facts.epoch,
      pending: {
        act: 'cutover',
        epoch: facts.epoch,
        waived: facts.deadLetters.filter((id) => facts.waived.includes(id)),
        despiteLag: false,
      },
    }),
    effects: flip,
  },
  reverse: {
    checks: (state, { facts }) => [
      sameEpoch(state, facts),
      {
        check: 'old-index-behind',
        passed: facts.behindCount === 0 || facts.confirmation === state.collection,
        figure: `${many(facts.behindCount, 'document')} would be stale${facts.behindCount === 0 ? '' : ` (${some(facts.behind, facts.behindCount)})`}`,
        mend:
          facts.behindCount === 0 || facts.confirmation === state.collection
            ? ''
            : `Wait until the old index has caught up, or type "${state.collection}" to reverse now; catching up goes on`,
      },
    ],
    next: (state, { facts }) => ({
      ...state,
      epoch: facts.epoch,
      pending: { act: 'reverse', epoch: facts.epoch, waived: [], despiteLag: facts.behindCount > 0 },
    }),
    effects: flip,
  },
  flipped: {
    checks: ({ pending }, { epoch }) => [
      {
        check: 'flip-asked-for',
        passed: pending !== null && epoch === pending.epoch + 1,
        figure: `The pointer is at epoch ${epoch}`,
        mend:
          pending !== null && epoch === pending.epoch + 1
            ? ''
            : 'Nobody asked this migration for that flip: read the collection again',
      },
    ],
    next: (state, { epoch }) => {
      const forward = state.pending?.act === 'cutover';
      return {
        ...state,
        epoch,
        pending: null,
        canaryPercent: 0,
        serving: forward ? 'new' : 'old',
        stage: forward ? 'serving-new' : 'serving-old',
        cutovers: state.cutovers + (forward ? 1 : 0),
      };
    },
    effects: (next, before) => (before.canaryPercent === 0 ? [] : setCanary(next)),
  },
  'not-flipped': { next: (state) => ({ ...state, pending: null }) },
  retire: {
    checks: (state, { confirmation }) => [confirmed(state, confirmation)],
    next: (state) => ({
      ...state,
      stage: 'retiring',
      workerEpoch: state.workerEpoch + 1,
      gateRunning: false,
    }),
    effects: (next) => [{ kind: 'drop', version: idleVersion(next) }],
  },
  dropped: { next: (state) => ({ ...state, stage: 'retired' }) },
  cancel: {
    next: (state) => ({
      ...state,
      stage: 'cancelled',
      workerEpoch: state.workerEpoch + 1,
      canaryPercent: 0,
      gateRunning: false,
    }),
    effects: (next, before) => [
      ...(before.canaryPercent === 0 ? [] : setCanary(next)),
      ...(before.stage === 'draft' ? [] : [{ kind: 'close-dual-write', version: next.to } as const]),
    ],
  },
};

const confirmed = ({ collection }: Migration, typed: string): Check => ({
  check: 'confirmation',
  passed: typed === collection,
  figure: typed === collection ? 'Confirmed by name' : `"${typed}" was typed`,
  mend: typed === collection ? '' : `Type the collection's name, "${collection}"`,
});

/** The person, the migration and the collection must agree on how often it was flipped. */
function sameEpoch(state: Migration, { epoch, epochSeen }: { epoch: number; epochSeen: number }): Check {
  const passed = epoch === epochSeen && epoch === state.epoch;
  const figure =
    epoch === epochSeen
      ? `The collection is at epoch ${epoch}${passed ? '' : `, this migration knows ${state.epoch}`}`
      : `You saw epoch ${epochSeen}, it is ${epoch} now`;
  const mend =
    epoch === epochSeen
      ? 'Another migration has flipped the collection: start a new one from the version that serves now'
      : 'Somebody flipped the collection meanwhile: look again before you decide';
  return { check: 'epoch', passed, figure, mend: passed ? '' : mend };
}

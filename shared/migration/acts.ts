import { approvalChecks, confirmed, sameEpoch, whatGoes } from './actChecks.ts';
import { agreementCheck } from './agreement.ts';
import { type Check, many, some } from './check.ts';
import type { Effect } from './effect.ts';
import type { EventKind, EventOf } from './event.ts';
import { gateChecks } from './gateFreshness.ts';
import { memoryCheck } from './memoryCheck.ts';
import { idleVersion, type Migration, mostAgreements } from './migration.ts';
import { stageInWords, table } from './table.ts';

/** One event: what must hold beside the stage, the state after it, and what is to be done then. */
interface Act<Kind extends EventKind> {
  checks?(state: Migration, event: EventOf<Kind>, now: number): Check[];
  next(state: Migration, event: EventOf<Kind>, now: number): Migration;
  effects?(next: Migration, before: Migration): Effect[];
}

/** Whether a migration that may be cancelled has opened its index: the step out of `dual-write` is what opens it. */
export const hasIndex = ({ stage }: Migration): boolean => stage !== 'draft' && stage !== 'dual-write';

const runBackfill = ({ to, workerEpoch, throttle }: Migration): Effect[] => [
  { kind: 'run-backfill', version: to, workerEpoch, throttle },
];
const runGate = (): Effect[] => [{ kind: 'run-gate' }];
const flip = (next: Migration): Effect[] =>
  next.pending === null ? [] : [{ kind: 'flip', version: idleVersion(next), ...next.pending }];
const setCanary = ({ canaryPercent, canarySegments }: Migration): Effect[] => [
  { kind: 'set-canary', percent: canaryPercent, segments: canarySegments },
];
const noCanary = { canaryPercent: 0, canarySegments: [] };
const backfilling = (state: Migration): Migration => ({
  ...state,
  stage: 'backfilling',
  workerEpoch: state.workerEpoch + 1,
  gate: null,
  gateRunning: false,
});

export const acts: { [Kind in EventKind]: Act<Kind> } = {
  start: {
    checks: (_, { memory }) => [memoryCheck(memory)],
    next: (state, { by }) => ({ ...state, stage: 'dual-write', startedBy: by }),
    effects: ({ to }) => [{ kind: 'open-dual-write', version: to }],
  },
  'dual-write-opened': { next: backfilling, effects: runBackfill },
  'not-opened': { next: (state) => ({ ...state, stage: 'draft', startedBy: null }) },
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
        return { ...judged, stage: 'verifying', ...noCanary };
      }
      return judged;
    },
    effects: (next, before) => (next.canaryPercent === before.canaryPercent ? [] : setCanary(next)),
  },
  approve: {
    checks: (state, { by }) => approvalChecks(state, by),
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
    checks: (_, { percent, unknown }) => [
      {
        check: 'share',
        passed: percent >= 0 && percent <= 100,
        figure: `${percent}% of queries`,
        mend: percent >= 0 && percent <= 100 ? '' : 'Choose a share from 0 to 100',
      },
      {
        check: 'segments',
        passed: unknown.length === 0,
        figure:
          unknown.length === 0
            ? 'Every segment that was named is there'
            : `There is no segment ${unknown.join(', ')}`,
        mend: unknown.length === 0 ? '' : 'Name segments of this environment by their keys, or none',
      },
    ],
    next: (state, { percent, segments }) => ({
      ...state,
      stage: percent > 0 ? 'canary' : state.gateRunning ? 'verifying' : 'ready',
      canaryPercent: percent,
      canarySegments: percent > 0 ? [...segments] : [],
    }),
    effects: setCanary,
  },
  cutover: {
    checks: (state, { facts }, now) => {
      const blocking = facts.deadLetters.filter((id) => !facts.waived.includes(id));
      return [
        confirmed(state, facts.confirmation),
        sameEpoch(state, facts),
        ...agreementCheck(state, 'cutover', facts.approval, now),
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
        ...noCanary,
        serving: forward ? 'new' : 'old',
        stage: forward ? 'serving-new' : 'serving-old',
        cutovers: state.cutovers + (forward ? 1 : 0),
      };
    },
    effects: (next, before) => (before.canaryPercent === 0 ? [] : setCanary(next)),
  },
  'not-flipped': { next: (state) => ({ ...state, pending: null }) },
  retire: {
    checks: (state, { facts }, now) => [
      whatGoes(state),
      confirmed(state, facts.confirmation),
      sameEpoch(state, facts),
      ...agreementCheck(state, 'retire', facts.approval, now),
    ],
    next: (state) => ({
      ...state,
      stage: 'retiring',
      workerEpoch: state.workerEpoch + 1,
      gateRunning: false,
    }),
    effects: (next) => [{ kind: 'drop', version: idleVersion(next) }],
  },
  agree: {
    checks: ({ stage }, { to, role }) => [
      {
        check: 'act-possible',
        passed: table[stage][to] !== undefined,
        figure: table[stage][to]
          ? `A ${to} is possible now`
          : `A ${to} is not possible while it is ${stageInWords[stage]}`,
        mend: table[stage][to] ? '' : 'Agree when it is: what is agreed to is what there is to be seen then',
      },
      {
        check: 'person',
        passed: role !== null,
        figure: role === null ? 'Whoever has no role here has no word in it' : `As ${role}`,
        mend: role === null ? 'Have a person agree who has a role in this environment' : '',
      },
    ],
    next: (state, { to, by, name, role }, now) => {
      const others = state.agreements.filter((one) => one.by !== by || one.act !== to);
      const given = role === null ? [] : [{ act: to, by, name, role, epoch: state.epoch, at: now }];
      return { ...state, agreements: [...others, ...given].slice(-mostAgreements) };
    },
  },
  dropped: { next: (state) => ({ ...state, stage: 'retired' }) },
  cancel: {
    next: (state) => ({
      ...state,
      stage: 'cancelled',
      workerEpoch: state.workerEpoch + 1,
      ...noCanary,
      gateRunning: false,
    }),
    effects: (next, before) => [
      ...(before.canaryPercent === 0 ? [] : setCanary(next)),
      ...(hasIndex(before) ? [{ kind: 'close-dual-write', version: next.to } as const] : []),
    ],
  },
};

import type { Effect } from './effect.ts';
import { idleVersion, type Migration, type Stage } from './migration.ts';

/**
 * What is still to be done for a migration that was found after a restart: the effects of how it came into
 * its stage. Doing them again is doing them once.
 */
export function outstandingEffects(state: Migration): Effect[] {
  if (state.pending) return [{ kind: 'flip', version: idleVersion(state), ...state.pending }];
  const canary: Effect = {
    kind: 'set-canary',
    percent: state.canaryPercent,
    segments: state.canarySegments,
  };
  return [
    ...byStage[state.stage](state, canary),
    ...(state.gateRunning ? [{ kind: 'run-gate' } as const] : []),
  ];
}

const nothing = () => [];
const byStage: Record<Stage, (state: Migration, canary: Effect) => Effect[]> = {
  draft: nothing,
  'dual-write': ({ to }) => [{ kind: 'open-dual-write', version: to }],
  backfilling: ({ to, workerEpoch, throttle }) => [
    { kind: 'run-backfill', version: to, workerEpoch, throttle },
  ],
  paused: ({ workerEpoch }) => [{ kind: 'stop-backfill', workerEpoch }],
  verifying: (_, canary) => [canary],
  ready: (_, canary) => [canary],
  stale: nothing,
  canary: (_, canary) => [canary],
  'serving-new': (_, canary) => [canary],
  'serving-old': (_, canary) => [canary],
  retiring: (state) => [{ kind: 'drop', version: idleVersion(state) }],
  retired: nothing,
  cancelled: ({ to }, canary) => [canary, { kind: 'close-dual-write', version: to }],
};

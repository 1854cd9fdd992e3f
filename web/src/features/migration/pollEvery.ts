import type { MigrationState } from './types.ts';

const busyMs = 1_500;
const watchedMs = 5_000;

/**
 * Milliseconds until the page asks again, or never. Acts of others are announced by the live events; what has no
 * event is how far a backfill is, and how far behind an index.
 */
export function pollEvery(state: MigrationState | undefined): number | false {
  if (state === undefined) return false;
  const { stage, gateRunning, pending } = state;
  if (gateRunning || pending !== null || ['dual-write', 'backfilling', 'retiring'].includes(stage))
    return busyMs;
  return ['ready', 'canary', 'serving-new', 'serving-old', 'verifying'].includes(stage) ? watchedMs : false;
}

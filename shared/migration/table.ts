import type { EventKind } from './event.ts';
import type { Stage } from './migration.ts';

/** Per stage, the events it takes, and the stages that each may lead to. What is not here is refused. */
export const table: Record<Stage, Partial<Record<EventKind, readonly Stage[]>>> = {
  draft: { start: ['dual-write'], throttle: ['draft'], cancel: ['cancelled'] },
  'dual-write': {
    'dual-write-opened': ['backfilling'],
    'not-opened': ['draft'],
    throttle: ['dual-write'],
    cancel: ['cancelled'],
  },
  backfilling: {
    backfilled: ['verifying'],
    pause: ['paused'],
    throttle: ['backfilling'],
    cancel: ['cancelled'],
  },
  paused: { resume: ['backfilling'], throttle: ['paused'], cancel: ['cancelled'] },
  verifying: {
    verified: ['ready', 'verifying'],
    verify: ['verifying'],
    approve: ['ready'],
    backfill: ['backfilling'],
    cancel: ['cancelled'],
  },
  ready: {
    looked: ['ready', 'stale'],
    verify: ['verifying'],
    backfill: ['backfilling'],
    canary: ['canary', 'ready'],
    agree: ['ready'],
    cutover: ['ready'],
    flipped: ['serving-new'],
    'not-flipped': ['ready'],
    cancel: ['cancelled'],
  },
  stale: { verify: ['verifying'], backfill: ['backfilling'], cancel: ['cancelled'] },
  canary: {
    canary: ['canary', 'ready', 'verifying'],
    agree: ['canary'],
    verify: ['canary'],
    verified: ['canary', 'verifying'],
    cutover: ['canary'],
    flipped: ['serving-new'],
    'not-flipped': ['canary'],
    cancel: ['cancelled'],
  },
  'serving-new': {
    reverse: ['serving-new'],
    agree: ['serving-new'],
    flipped: ['serving-old'],
    'not-flipped': ['serving-new'],
    retire: ['retiring'],
  },
  'serving-old': {
    cutover: ['serving-old'],
    agree: ['serving-old'],
    flipped: ['serving-new'],
    'not-flipped': ['serving-old'],
    verify: ['serving-old'],
    verified: ['serving-old'],
    approve: ['serving-old'],
    retire: ['retiring'],
  },
  retiring: { dropped: ['retired'] },
  retired: {},
  cancelled: {},
};

/** A stage as it stands in a sentence: "This migration is …". */
export const stageInWords: Record<Stage, string> = {
  draft: 'not started',
  'dual-write': 'opening dual writes',
  backfilling: 'backfilling',
  paused: 'paused',
  verifying: 'being verified',
  ready: 'ready',
  stale: 'no longer verified',
  canary: 'in canary',
  'serving-new': 'serving the new index',
  'serving-old': 'reversed, serving the old index',
  retiring: 'retiring',
  retired: 'finished',
  cancelled: 'cancelled',
};

/** The stages that take an event. */
export const stagesThatTake = (kind: EventKind): Stage[] =>
  (Object.keys(table) as Stage[]).filter((stage) => table[stage][kind] !== undefined);

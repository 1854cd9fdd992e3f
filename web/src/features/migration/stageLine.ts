import type { MigrationState } from './types.ts';

export interface Station {
  label: string;
  /** What happens there, in a few words. */
  note: string;
  state: 'done' | 'now' | 'next' | 'never';
}

const stations = [
  ['Plan', 'what the new index will be'],
  ['Build', 'every document, every write'],
  ['Compare', 'is it as good?'],
  ['Try', 'a share of askers, if you like'],
  ['Cut over', 'every query; can be reversed'],
  ['Retire', 'the other index goes for good'],
] as const;

/** After a reverse the cutover is undone: the line must not look as if the new index served. */
const noteOfReversed: Partial<Record<string, string>> = {
  'Cut over': 'reversed: the old index serves',
  Retire: 'the new index goes for good, or cut over again',
};

const at: Record<MigrationState['stage'], number> = {
  draft: 0,
  'dual-write': 1,
  backfilling: 1,
  paused: 1,
  verifying: 2,
  stale: 2,
  ready: 3,
  canary: 3,
  'serving-new': 4,
  'serving-old': 4,
  retiring: 5,
  retired: 6,
  cancelled: -1,
};

/** The way of a migration, station by station, and where it is. A cancelled one goes no further than it got. */
export function stageLine({
  stage,
  gate,
  workerEpoch,
}: Pick<MigrationState, 'stage' | 'gate' | 'workerEpoch'>): Station[] {
  const here = at[stage];
  const reached = gate !== null ? 3 : workerEpoch > 1 ? 2 : 1;
  return stations.map(([label, note], index) => {
    const state =
      stage === 'cancelled'
        ? index < reached
          ? 'done'
          : 'never'
        : index < here
          ? 'done'
          : index === here
            ? 'now'
            : 'next';
    return { label, note: stage === 'serving-old' ? (noteOfReversed[label] ?? note) : note, state };
  });
}

/** "Step 3 of 6, Compare. Next: Try". */
export function whereWords(line: readonly Station[]): string {
  const here = line.findIndex(({ state }) => state === 'now');
  if (here < 0)
    return line.every(({ state }) => state === 'done') ? 'All steps are done' : 'It was cancelled';
  const next = line[here + 1];
  return `Step ${here + 1} of ${line.length}: ${line[here]?.label}.${next ? ` Next: ${next.label}, ${next.note}.` : ''}`;
}

import type { Migration, PendingFlip, Throttle } from './migration.ts';

/** What the controller is to do. Each may be done twice: the second time changes nothing. */
export type Effect =
  /** From the next write on, every acknowledged write goes to this version too. */
  | { kind: 'open-dual-write'; version: string }
  /** Writes to the version end, and its chunks are dropped. */
  | { kind: 'close-dual-write'; version: string }
  | { kind: 'run-backfill'; version: string; workerEpoch: number; throttle: Throttle }
  | { kind: 'stop-backfill'; workerEpoch: number }
  | { kind: 'set-throttle'; throttle: Throttle }
  | { kind: 'run-gate' }
  | { kind: 'set-canary'; percent: number; segments: string[] }
  /** Fence, drain, and flip the pointer to `version` if its epoch is still `epoch`. */
  | ({ kind: 'flip'; version: string } & PendingFlip)
  /** Writes to a version that no query needs any more end, and its chunks are dropped for good. */
  | { kind: 'drop'; version: string };

/** What an effect will do, for a dry run. */
export function effectInWords(effect: Effect, { from, to }: Pick<Migration, 'from' | 'to'>): string {
  const side = (version: string) =>
    version === to ? `the new index (${to})` : version === from ? `the old index (${from})` : version;
  switch (effect.kind) {
    case 'open-dual-write':
      return `Every write goes to ${side(effect.version)} too`;
    case 'close-dual-write':
      return `Writes to ${side(effect.version)} end, and its chunks are dropped`;
    case 'run-backfill':
      return `All documents are embedded into ${side(effect.version)}, at most ${effect.throttle.documentsPerSecond} a second`;
    case 'stop-backfill':
      return 'The backfill stops after the document it is at';
    case 'set-throttle':
      return `The backfill goes at most ${effect.throttle.documentsPerSecond} documents a second, ${effect.throttle.batchesInFlight} batches at once${effect.throttle.budgetUsd === null ? '' : `, up to ${effect.throttle.budgetUsd} US dollars`}`;
    case 'run-gate':
      return 'Both indexes are compared on the golden queries, and the new one is checked';
    case 'set-canary':
      return effect.percent === 0
        ? 'All queries go to the old index'
        : effect.percent === 100
          ? 'All queries go to the new index, and the old one takes every write as before'
          : `${effect.percent}% of those who ask go to the new index${effect.segments.length === 0 ? '' : `, and all of whoever is in ${effect.segments.join(', ')}`}; the others stay on the old one`;
    case 'flip':
      if (effect.despiteLag) {
        return `Every query goes to ${side(effect.version)} at once; the documents that it lacks are stale until it has caught up. Writes go on to both`;
      }
      return `New writes wait, at most 3 seconds, until ${side(effect.version)} has them all; then every query goes to it. Writes go on to both${effect.waived.length === 0 ? '' : `. Left behind: ${effect.waived.join(', ')}`}`;
    case 'drop':
      return `Writes to ${side(effect.version)} end, and its chunks are dropped for good: this cannot be undone`;
  }
}

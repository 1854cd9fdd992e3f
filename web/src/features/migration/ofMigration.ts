import type { MigrationDetail } from './types.ts';
import { isOver } from './words.ts';

/** The collection's entries of the log that fall into the time of a migration; one collection has one at a time. */
export function ofMigration<Entry extends { at: string; changes: readonly { action: string }[] }>(
  entries: readonly Entry[],
  { createdAt, updatedAt, state }: Pick<MigrationDetail, 'createdAt' | 'updatedAt' | 'state'>,
): Entry[] {
  const from = Date.parse(createdAt);
  const until = isOver(state.stage) ? Date.parse(updatedAt) : Number.POSITIVE_INFINITY;
  // The entry of the log and the row are written in one transaction, but by two looks at the clock.
  const slackMs = 1_000;
  return entries.filter(
    ({ at, changes }) =>
      Date.parse(at) >= from - slackMs &&
      Date.parse(at) <= until + slackMs &&
      // A collection that was made a moment before is no part of it.
      changes.every(({ action }) => action === 'changed'),
  );
}

import type { MigrationEvent } from '../../shared/migration/event.ts';
import type { Migration } from '../../shared/migration/migration.ts';
import { transition } from '../../shared/migration/transition.ts';
import { noteMigration } from '../retrieval/liveVersions.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { byController, change } from './change.ts';
import { following, logged, type MigrationBody } from './held.ts';

/** Takes in what has come about. What the stage does not take any more is let go: somebody has decided otherwise. */
export function observe(
  retrieval: Retrieval,
  target: { environment: string; id: string },
  event: MigrationEvent,
  {
    reason,
    patch,
    unless,
  }: {
    reason: string;
    patch?: Partial<MigrationBody>;
    /** Says no where what was seen is of an earlier run. */
    unless?: (state: Migration) => boolean;
  },
): Promise<Migration | null> {
  return change(retrieval, target, async ({ held, collection }) => {
    const state = held.body.migration;
    if (unless?.(state)) return null;
    const outcome = transition(state, event, retrieval.now().getTime());
    if (!outcome.allowed) return null;
    const migration = following(held, { ...patch, migration: outcome.next }, retrieval.now());
    await noteMigration(
      retrieval,
      { collection, epoch: collection.epoch, migration, record: logged(migration) },
      byController(reason),
    );
    return outcome.next;
  });
}

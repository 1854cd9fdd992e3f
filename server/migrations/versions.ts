import { idleVersion } from '../../shared/migration/migration.ts';
import { transition } from '../../shared/migration/transition.ts';
import { addLiveVersion, noteMigration, removeLiveVersion } from '../retrieval/liveVersions.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { byController, change, refusalOf, type Target } from './change.ts';
import { following, logged, versionOf } from './held.ts';
import { observe } from './observe.ts';

/** Makes the new version live, or, where the collection cannot keep it, undoes the start. */
export async function openDualWrite(retrieval: Retrieval, target: Target): Promise<void> {
  try {
    await open(retrieval, target);
  } catch (error) {
    if (refusalOf(error)?.check !== 'version' || !(error instanceof Error)) throw error;
    const undone = { reason: `Nothing was started: ${error.message}`, patch: { note: error.message } };
    await observe(retrieval, target, { kind: 'not-opened' }, undone);
  }
}

/** In one transaction with the migration's step to the backfill. */
function open(retrieval: Retrieval, target: Target): Promise<void> {
  return change(retrieval, target, async ({ held, collection }) => {
    const outcome = transition(held.body.migration, { kind: 'dual-write-opened' }, retrieval.now().getTime());
    if (!outcome.allowed) return;
    const version = { ...held.body.version, artifacts: [] };
    const migration = following(held, { migration: outcome.next, version }, retrieval.now());
    const step = { collection, epoch: collection.epoch, migration, record: logged(migration) };
    await addLiveVersion(
      retrieval,
      { ...step, version: versionOf(held) },
      byController('Every write goes to the new index too'),
    );
  });
}

/** Takes the idle version out for good: after a retirement, and after a cancellation. */
export function dropIdle(retrieval: Retrieval, target: Target): Promise<void> {
  return change(retrieval, target, async ({ held, collection }) => {
    const state = held.body.migration;
    const version = state.stage === 'cancelled' ? state.to : idleVersion(state);
    const now = retrieval.now();
    const outcome = transition(state, { kind: 'dropped' }, now.getTime());
    const next = outcome.allowed ? outcome.next : state;
    const isThere = collection.indexes.some((index) => index.version === version);
    if (!outcome.allowed && state.stage !== 'cancelled') return;
    const migration = following(held, { migration: next, lease: null, note: '' }, now);
    const step = { collection, epoch: collection.epoch, migration, record: null };
    if (!isThere) {
      await noteMigration(retrieval, step, byController('There was no index to drop yet'));
      return;
    }
    await removeLiveVersion(
      retrieval,
      { ...step, version },
      byController('Dropped the index that does not serve'),
    );
  });
}

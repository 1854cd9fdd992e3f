import type { Migration } from '../../shared/migration/migration.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { following, heldOf, type MigrationBody } from './held.ts';

const tries = 20;

/** One worker's right to work on a migration, for as long as it keeps saying so. */
export interface Lease {
  id: string;
  holder: string;
  workerEpoch: number;
  /** Who has not said for so long (milliseconds) that it still works on a migration is taken to be dead. */
  leaseMs: number;
}

/**
 * Takes the lease, or keeps it, and keeps a checkpoint with it. Answers the state as it is now, or null where the right is
 * gone: somebody else holds it, or what it was for has been stopped. Whoever gets null writes no more.
 */
export async function holdLease(
  { store, now }: Retrieval,
  { id, holder, workerEpoch, leaseMs }: Lease,
  patch: Pick<Partial<MigrationBody>, 'backfill' | 'spent' | 'note'> = {},
): Promise<Migration | null> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const stored = await store.migrations.find(id);
    if (!stored) return null;
    const held = heldOf(stored);
    const { lease, migration } = held.body;
    const at = now();
    const isTaken = lease !== null && lease.holder !== holder && lease.until > at.getTime();
    if (isTaken || migration.workerEpoch !== workerEpoch) return null;
    const next = { ...patch, lease: { holder, until: at.getTime() + leaseMs } };
    if (await store.migrations.save(following(held, next, at))) return migration;
  }
  return null;
}

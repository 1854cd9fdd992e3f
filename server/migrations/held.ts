import { z } from 'zod';
import { Migration } from '../../shared/migration/migration.ts';
import type { Collection } from '../../shared/model/collection.ts';
import { IndexVersion } from '../../shared/retrieval/indexVersion.ts';
import type { StoredIndexVersion, StoredMigration } from '../store/retrieval.ts';

/** What is kept of a migration beside its state: what it needs to go on after a crash. */
export const MigrationBody = z.object({
  migration: Migration,
  /** The new index version; its artifacts (base64) only until they are kept with the collection. */
  version: z.object({
    dimensions: z.int().min(1),
    body: IndexVersion,
    artifacts: z.array(z.object({ hash: z.string(), base64: z.string() })),
  }),
  /** How far the backfill is; null before it began. */
  backfill: z
    .object({
      /** All documents up to this id are done. */
      after: z.string().nullable(),
      /** Documents that the index held when this run began, at that time (Unix milliseconds). */
      coveredBefore: z.int().min(0),
      startedAt: z.number(),
      /** Documents that the embedder refuses for good: the first few, and how many in all. */
      refused: z.array(z.object({ document: z.string(), error: z.string() })),
      refusedCount: z.int().min(0),
    })
    .nullable(),
  /** Who works on it (backfill, verdict), and until when they may without saying so again. */
  lease: z.object({ holder: z.string(), until: z.number() }).nullable(),
  /** Who asked for the flip that is under way, and why. */
  flipBy: z
    .object({
      author: z.object({ kind: z.enum(['person', 'key', 'system']), id: z.string(), name: z.string() }),
      reason: z.string(),
    })
    .nullable(),
  /** What people should know: why a flip did not come about, what a backfill waits for. */
  note: z.string(),
});
export type MigrationBody = z.infer<typeof MigrationBody>;

/** A migration as it was read: whatever is written of it must follow on this. */
export interface Held {
  stored: StoredMigration;
  body: MigrationBody;
}

export const heldOf = (stored: StoredMigration): Held => ({
  stored,
  body: MigrationBody.parse(stored.body),
});

/** The next version of a migration's row. */
export function following({ stored, body }: Held, patch: Partial<MigrationBody>, at: Date): StoredMigration {
  const next = { ...body, ...patch };
  return {
    ...stored,
    version: stored.version + 1,
    state: next.migration.stage,
    body: next,
    updatedAt: at.toISOString(),
  };
}

/** Whether there is nothing left to be done, so that another migration of the collection may begin. */
export const isOver = ({ stage }: Migration): boolean => stage === 'retired' || stage === 'cancelled';

/** What the environment's log says of a migration. */
export function logged(stored: StoredMigration): NonNullable<Collection['migration']> {
  const { migration } = MigrationBody.parse(stored.body);
  const { from, to, stage } = migration;
  return { id: stored.id, from, to, state: stage, step: stored.version };
}

/** The new index version with its artifacts, as `addLiveVersion` takes it. */
export const versionOf = ({ body: { version } }: Held): StoredIndexVersion => ({
  id: version.body.id,
  dimensions: version.dimensions,
  body: { ...version.body },
  artifacts: version.artifacts.map(({ hash, base64 }) => ({ hash, bytes: Buffer.from(base64, 'base64') })),
});

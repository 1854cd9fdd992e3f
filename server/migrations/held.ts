import { z } from 'zod';
import { Migration, Stage } from '../../shared/migration/migration.ts';
import type { Collection } from '../../shared/model/collection.ts';
import { IndexVersion } from '../../shared/retrieval/indexVersion.ts';
import type { StoredIndexVersion, StoredMigration } from '../store/retrieval.ts';

/** What a migration would take, as it was planned. */
export const MigrationEstimate = z.object({
  /** Documents of the collection, and the chunks that they make, from a sample. */
  documents: z.number(),
  chunks: z.number(),
  /** Tokens that the embedder is sent. */
  tokens: z.number(),
  /** US dollars; 0 for the built-in embedders, null where the price of the embedder is not known here. */
  usd: z.number().nullable(),
  /** At the throttle's documents a second: what it takes at the least. */
  durationMs: z.number(),
  /** Vectors in memory, in bytes: of the index that serves, of the new one, and what both may take together. */
  memory: z.object({ old: z.number(), new: z.number(), allowed: z.number() }),
});
export type MigrationEstimate = z.infer<typeof MigrationEstimate>;

/** What live queries met on both indexes, as the process that answers them last noted it down for others. */
const NotedFigures = z.object({
  at: z.string(),
  minutes: z.number(),
  sides: z.array(
    z.object({
      side: z.enum(['old', 'new']),
      version: z.string(),
      queries: z.number(),
      empty: z.number(),
      failed: z.number(),
      p50Ms: z.number().nullable(),
      p95Ms: z.number().nullable(),
      p99Ms: z.number().nullable(),
    }),
  ),
});
export type NotedFigures = z.infer<typeof NotedFigures>;

/** Most changes of stage that are kept of a migration: the first one, and the last of the others. */
const mostStages = 50;

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
      /** The same of a minute or two ago, or of when the throttle changed. */
      recent: z.object({ at: z.number(), covered: z.int() }).nullable().default(null),
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
  estimate: MigrationEstimate.nullable().default(null),
  /** What the embedder was sent for the backfill, in all its runs; `usd` is null where its price is not known. */
  spent: z
    .object({ documents: z.int(), tokens: z.number(), usd: z.number().nullable() })
    .default({ documents: 0, tokens: 0, usd: 0 }),
  figures: NotedFigures.nullable().default(null),
  /** When it came into which stage, oldest first. */
  stages: z.array(z.object({ stage: Stage, at: z.string() })).default([]),
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
  if (next.migration.stage !== body.migration.stage) {
    const [first, ...later] = [...body.stages, { stage: next.migration.stage, at: at.toISOString() }];
    next.stages = first ? [first, ...later.slice(1 - mostStages)] : [];
  }
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
  const { from, to, stage, canaryPercent, pending } = migration;
  const share = stage === 'canary' ? { percent: canaryPercent } : {};
  const flip = pending ? { asked: pending.act } : {};
  return { id: stored.id, from, to, state: stage, step: stored.version, ...share, ...flip };
}

/** The new index version with its artifacts, as `addLiveVersion` takes it. */
export const versionOf = ({ body: { version } }: Held): StoredIndexVersion => ({
  id: version.body.id,
  dimensions: version.dimensions,
  body: { ...version.body },
  artifacts: version.artifacts.map(({ hash, base64 }) => ({ hash, bytes: Buffer.from(base64, 'base64') })),
});

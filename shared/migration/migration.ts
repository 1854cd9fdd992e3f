import { z } from 'zod';
import { Role } from '../model/environment.ts';
import { Key } from '../model/key.ts';
import { IndexVersionId } from '../retrieval/indexVersion.ts';

export const stages = [
  'draft',
  'dual-write',
  'backfilling',
  'paused',
  'verifying',
  'ready',
  'stale',
  'canary',
  'serving-new',
  'serving-old',
  'retiring',
  'retired',
  'cancelled',
] as const;
export const Stage = z.enum(stages);
export type Stage = z.infer<typeof Stage>;

/** How fast a backfill may go. */
export const Throttle = z.object({
  documentsPerSecond: z.number().positive().max(100_000),
  batchesInFlight: z.int().min(1).max(32),
  /** What the embedder may cost in all, in US dollars; null: no limit. Reached, the backfill pauses. */
  budgetUsd: z.number().min(0).max(1_000_000).nullable(),
});
export type Throttle = z.infer<typeof Throttle>;

export const GateVerdict = z.enum(['pass', 'fail', 'inconclusive', 'unjudged']);

/** What of the gate's report the machine itself needs; the report is kept beside it. */
export const GateResult = z.object({
  verdict: GateVerdict,
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Hash of the configuration and golden set that were judged: another one makes the result stale. */
  basis: z.string(),
  words: z.string(),
  /** Who approved an `unjudged` result. */
  approvedBy: z.string().nullable(),
});
export type GateResult = z.infer<typeof GateResult>;

/** A flip that has been asked for and not yet reported: kept first, performed after, so that a crash resumes it. */
export const PendingFlip = z.object({
  act: z.enum(['cutover', 'reverse']),
  /** The collection's epoch before; the flip makes it one more, and only from this one. */
  epoch: z.int().min(0),
  /** Dead letters that a cutover goes on without, by document id. */
  waived: z.array(z.string()),
  /** A reverse that was confirmed although the old index lacks documents: it does not wait for them. */
  despiteLag: z.boolean(),
});
export type PendingFlip = z.infer<typeof PendingFlip>;

/** What an environment may want a second person to agree to beforehand. */
export const AgreedAct = z.enum(['cutover', 'retire']);
export type AgreedAct = z.infer<typeof AgreedAct>;

/** A second person's word for an act. It holds for the pointer as it was then, for a day, and not past another verdict. */
export const Agreement = z.object({
  act: AgreedAct,
  by: z.string(),
  name: z.string(),
  /** What they were here when they agreed. */
  role: Role,
  epoch: z.int().min(0),
  /** Milliseconds since 1970. */
  at: z.number(),
});
export type Agreement = z.infer<typeof Agreement>;

/** Most agreements that are kept: the newest. */
export const mostAgreements = 10;

/** Most segments that a canary names. */
export const mostCanarySegments = 20;

/** A collection's move from one index version to another. */
export const Migration = z.object({
  collection: Key,
  from: IndexVersionId,
  to: IndexVersionId,
  stage: Stage,
  /** Which of the two the collection's pointer names. */
  serving: z.enum(['old', 'new']),
  /** Of the collection's pointer, as last seen; grows by one with every flip. */
  epoch: z.int().min(0),
  /** Only a worker that holds this number may write; every act that stops or restarts work raises it. */
  workerEpoch: z.int().min(0),
  throttle: Throttle,
  /** Share of queries that the new index answers before the cutover, 0 to 100. */
  canaryPercent: z.number().min(0).max(100),
  /** Segments whose members' queries go to the new index whatever the share, as long as the share is above 0. */
  canarySegments: z.array(Key).max(mostCanarySegments).default([]),
  gate: GateResult.nullable(),
  /** Whether a verdict has been asked for and has not come yet. */
  gateRunning: z.boolean(),
  pending: PendingFlip.nullable(),
  /** How often the pointer has been flipped to the new index. */
  cutovers: z.int().min(0),
  startedBy: z.string().nullable(),
  agreements: z.array(Agreement).default([]),
});
export type Migration = z.infer<typeof Migration>;

/** A migration that has not begun. */
export const draftMigration = (
  of: Pick<Migration, 'collection' | 'from' | 'to' | 'epoch' | 'throttle'>,
): Migration => ({
  ...of,
  stage: 'draft',
  workerEpoch: 0,
  canaryPercent: 0,
  canarySegments: [],
  serving: 'old',
  gate: null,
  gateRunning: false,
  pending: null,
  cutovers: 0,
  startedBy: null,
  agreements: [],
});

/** The index version that answers queries, a canary's share aside. */
export const servingVersion = ({ serving, from, to }: Migration): IndexVersionId =>
  serving === 'new' ? to : from;

/** The other one: written to as long as dual writes go on, and what a retirement drops. */
export const idleVersion = ({ serving, from, to }: Migration): IndexVersionId =>
  serving === 'new' ? from : to;

import { z } from 'zod';
import { ApprovalPolicy } from './approvalPolicy.ts';
import { Collection } from './collection.ts';
import { Flag } from './flag.ts';
import { Override } from './override.ts';
import { PromptVersion } from './prompt.ts';
import { Schedule } from './schedule.ts';
import { Segment } from './segment.ts';
import { Unit } from './unit.ts';

/** Every kind of resource that the configuration log holds, with the schema of its body. */
export const resourceSchemas = {
  flag: Flag,
  segment: Segment,
  unit: Unit,
  prompt: PromptVersion,
  override: Override,
  schedule: Schedule,
  policy: ApprovalPolicy,
  collection: Collection,
} as const;

export const ResourceKind = z.enum([
  'flag',
  'segment',
  'unit',
  'prompt',
  'override',
  'schedule',
  'policy',
  'collection',
]);
export type ResourceKind = z.infer<typeof ResourceKind>;

/**
 * What a restore brings back and what the snapshot hash covers. Units and prompts are immutable and
 * addressed by content, so they are only ever added; an override in force outlives any restore, and a scheduled
 * change is neither called off nor brought back by one. Nor does one change who must approve what, or which index of a
 * collection answers: of collections the log holds a record only.
 */
export const restorableKinds: ReadonlySet<ResourceKind> = new Set(['flag', 'segment']);

/** What the log of people, keys and environments is about. It is a record only: nothing is ever restored from it. */
export const SystemKind = z.enum(['environment', 'key', 'member', 'invitation']);
export type SystemKind = z.infer<typeof SystemKind>;

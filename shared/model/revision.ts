import { z } from 'zod';
import { ResourceKind } from './resource.ts';

/** One resource's step in a revision. `after` null is a deletion, `before` null a creation. */
export const Change = z.object({
  kind: ResourceKind,
  key: z.string(),
  before: z.unknown().nullable(),
  after: z.unknown().nullable(),
});
export type Change = z.infer<typeof Change>;

export const Author = z.object({
  kind: z.enum(['person', 'key', 'system']),
  id: z.string(),
  name: z.string(),
});
export type Author = z.infer<typeof Author>;

/** One entry of an environment's log. `hash` covers the entry and `previousHash`, which chains them. */
export const Revision = z.object({
  environment: z.string(),
  number: z.int().min(1),
  at: z.iso.datetime(),
  author: Author,
  kind: z.enum(['commit', 'restore', 'override']),
  reason: z.string(),
  changes: z.array(Change),
  previousHash: z.string(),
  hash: z.string(),
});
export type Revision = z.infer<typeof Revision>;

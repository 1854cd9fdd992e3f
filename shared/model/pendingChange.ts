import { z } from 'zod';
import { ChangeClass } from './approvalPolicy.ts';
import { ResourceKind } from './resource.ts';
import { Author } from './revision.ts';

export const PendingState = z.enum(['waiting', 'applied', 'rejected', 'withdrawn']);
export type PendingState = z.infer<typeof PendingState>;

/** A change that waits for a second person, and afterwards the record of what became of it. */
export const PendingChange = z.object({
  id: z.string(),
  environment: z.string(),
  state: PendingState,
  /** Grows with every edit and every vote, so that nobody approves what they have not seen. */
  version: z.int().min(1),
  author: Author,
  reason: z.string(),
  kind: z.enum(['commit', 'restore']),
  classes: z.array(ChangeClass).min(1),
  /** What it would do. `before` is what stood there when it was asked for. */
  changes: z.array(z.object({ kind: ResourceKind, key: z.string(), before: z.unknown(), body: z.unknown() })),
  /** The version of everything that it touches or refers to; where one has moved since, the change is stale. */
  basis: z.array(z.object({ kind: ResourceKind, key: z.string(), version: z.int().min(0) })),
  /** Of the change as it stands now: an edit takes them all away. */
  approvals: z.array(z.object({ by: Author, classes: z.array(ChangeClass), at: z.iso.datetime() })),
  events: z.array(
    z.object({
      what: z.enum(['requested', 'edited', 'approved', 'rejected', 'withdrawn', 'applied']),
      by: Author,
      at: z.iso.datetime(),
      note: z.string(),
    }),
  ),
  /** The revision that it became. */
  revision: z.int().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type PendingChange = z.infer<typeof PendingChange>;

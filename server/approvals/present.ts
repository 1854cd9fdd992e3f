import { satisfiedBy } from '../../shared/model/approvalPolicy.ts';
import type { PendingChange } from '../../shared/model/pendingChange.ts';
import type { PersonPrincipal } from '../auth/access.ts';
import { ofKind, type Snapshot } from '../configuration/snapshot.ts';
import { describe } from '../revisions/describe.ts';
import { movedSince } from './basis.ts';
import { hasTouched } from './decide.ts';
import { policyOf } from './policy.ts';

/** A request as people read it: its diff against what is in force now while it waits, and what they may do with it. */
export function present(change: PendingChange, snapshot: Snapshot, person: PersonPrincipal) {
  const waiting = change.state === 'waiting';
  const policy = policyOf(snapshot);
  const own = hasTouched(change, person.id);
  const { id, version, state, author, reason, kind, events, revision, createdAt, updatedAt } = change;
  return {
    id,
    version,
    state,
    author: author.name,
    reason,
    kind,
    revision,
    createdAt,
    updatedAt,
    events: events.map(({ what, by, at, note }) => ({ what, by: by.name, at, note })),
    needs: change.classes.map((one) => ({
      class: one,
      need: policy[one],
      approvedBy: change.approvals.find(({ classes }) => classes.includes(one))?.by.name ?? null,
    })),
    changes: change.changes.map(({ kind, key, before, body }) =>
      describe(
        { kind, key, before: waiting ? (ofKind(snapshot, kind).get(key) ?? null) : before, after: body },
        snapshot,
      ),
    ),
    /** What has moved since; it can be approved only once its author has brought it up to date. */
    moved: waiting ? movedSince(snapshot, change.basis).map(({ kind, key }) => `${kind} ${key}`) : [],
    mine: author.id === person.id,
    mayApprove:
      waiting &&
      !own &&
      person.role !== 'viewer' &&
      change.classes.some((one) => satisfiedBy(policy[one], person.role)),
    mayReject: waiting && !own && person.role !== null && person.role !== 'viewer',
  };
}

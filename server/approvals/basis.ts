import type { PendingChange } from '../../shared/model/pendingChange.ts';
import type { CommitChange } from '../configuration/commit.ts';
import { namedBy } from '../configuration/references.ts';
import { ofKind, type Snapshot, versionKey } from '../configuration/snapshot.ts';
import type { ResourceReference } from '../store/store.ts';

type Basis = PendingChange['basis'];

/** The version of all that changes touch, and of all that these refer to, directly or not. `next` has them applied. */
export function basisOf(snapshot: Snapshot, next: Snapshot, changes: readonly CommitChange[]): Basis {
  const found = new Map<string, Basis[number]>();
  const visit = ({ kind, key }: ResourceReference) => {
    const id = versionKey(kind, key);
    if (found.has(id)) return;
    found.set(id, { kind, key, version: snapshot.versions.get(id) ?? 0 });
    const body = ofKind(next, kind).get(key);
    if (body !== undefined) for (const named of namedBy(kind, body)) visit(named);
  };
  for (const change of changes) visit(change);
  return [...found.values()];
}

/** What has moved since a change was asked for; empty while it is as fresh as it was. */
export const movedSince = (snapshot: Snapshot, basis: Basis): Basis =>
  basis.filter(({ kind, key, version }) => (snapshot.versions.get(versionKey(kind, key)) ?? 0) !== version);

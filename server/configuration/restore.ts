import canonicalize from 'canonicalize';
import { restorableKinds } from '../../shared/model/resource.ts';
import type { Author, Change } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import type { ResourceReference } from '../store/store.ts';
import { type CommitRequest, type CommitResult, commit } from './commit.ts';
import type { Configuration } from './configuration.ts';
import { foldSnapshot, ofKind } from './snapshot.ts';

export interface RestoreTarget {
  environment: string;
  number: number;
  /** Only this resource; unset: every restorable one. */
  resource?: ResourceReference;
}

/** What a restore would change, now. Units, prompts and overrides are never touched. */
export async function previewRestore(configuration: Configuration, target: RestoreTarget): Promise<Change[]> {
  const snapshot = configuration.committed(target.environment);
  if (target.number < 1 || target.number > snapshot.revision) {
    throw new KnowngoodError(
      'NOT_FOUND',
      `There is no revision ${target.number}; the log ends at ${snapshot.revision}`,
    );
  }
  const then = await snapshotAt(configuration, target);
  const changes: Change[] = [];
  for (const kind of restorableKinds) {
    const now = ofKind(snapshot, kind);
    const past = ofKind(then, kind);
    const keys = new Set([...now.keys(), ...past.keys()]);
    for (const key of keys) {
      if (target.resource && (target.resource.kind !== kind || target.resource.key !== key)) continue;
      const before = now.get(key) ?? null;
      const after = past.get(key) ?? null;
      if (canonicalize(before) !== canonicalize(after)) changes.push({ kind, key, before, after });
    }
  }
  return changes;
}

async function snapshotAt(configuration: Configuration, { environment, number }: RestoreTarget) {
  const resources = await configuration.store.configuration.foldAt(environment, number);
  return foldSnapshot(environment, { number, hash: '' }, resources);
}

/** Names of the collections that have other indexes than they had then, or another one that answers. No restore moves them. */
export async function movedSince(
  configuration: Configuration,
  environment: string,
  number: number,
): Promise<string[]> {
  const then = await snapshotAt(configuration, { environment, number });
  return [...configuration.committed(environment).collections.values()].flatMap((now) => {
    const was = then.collections.get(now.key);
    const isSame =
      !was || (was.serving === now.serving && canonicalize(was.indexes) === canonicalize(now.indexes));
    return isSame ? [] : [now.name];
  });
}

interface RestoreRequest extends RestoreTarget {
  author: Author;
  reason: string;
  expectedRevision: number;
}

/** Brings back the resources of a revision as one new commit; the log itself is never rewritten. */
export const restore = async (configuration: Configuration, request: RestoreRequest): Promise<CommitResult> =>
  commit(configuration, await restoreCommit(configuration, request));

/** The commit that a restore would make. */
export async function restoreCommit(
  configuration: Configuration,
  request: RestoreRequest,
): Promise<CommitRequest> {
  const changes = await previewRestore(configuration, request);
  return {
    environment: request.environment,
    author: request.author,
    reason: request.reason,
    kind: 'restore',
    expectedRevision: request.expectedRevision,
    changes: changes.map(({ kind, key, after }) => ({ kind, key, body: after })),
  };
}

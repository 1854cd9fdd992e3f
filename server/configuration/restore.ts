import canonicalize from 'canonicalize';
import { type ResourceKind, restorableKinds } from '../../shared/model/resource.ts';
import type { Author, Change } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import type { ResourceReference } from '../store/store.ts';
import { type CommitResult, commit } from './commit.ts';
import type { Configuration } from './configuration.ts';
import { ofKind } from './snapshot.ts';

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
  const then = new Map<string, { kind: ResourceKind; key: string; body: unknown }>();
  for (const { kind, key, body } of await configuration.store.configuration.foldAt(
    target.environment,
    target.number,
  )) {
    then.set(`${kind}/${key}`, { kind, key, body });
  }
  const changes: Change[] = [];
  for (const kind of restorableKinds) {
    const now = ofKind(snapshot, kind);
    const keys = new Set([
      ...now.keys(),
      ...[...then.values()].filter((resource) => resource.kind === kind).map((resource) => resource.key),
    ]);
    for (const key of keys) {
      if (target.resource && (target.resource.kind !== kind || target.resource.key !== key)) continue;
      const before = now.get(key) ?? null;
      const after = then.get(`${kind}/${key}`)?.body ?? null;
      if (canonicalize(before) !== canonicalize(after)) changes.push({ kind, key, before, after });
    }
  }
  return changes;
}

/** Brings back the resources of a revision as one new commit; the log itself is never rewritten. */
export async function restore(
  configuration: Configuration,
  request: RestoreTarget & { author: Author; reason: string; expectedRevision: number },
): Promise<CommitResult> {
  const changes = await previewRestore(configuration, request);
  return commit(configuration, {
    environment: request.environment,
    author: request.author,
    reason: request.reason,
    kind: 'restore',
    expectedRevision: request.expectedRevision,
    changes: changes.map(({ kind, key, after }) => ({ kind, key, body: after })),
  });
}

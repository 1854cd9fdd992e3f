import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type ResourceKind, restorableKinds, type SystemKind } from '../../shared/model/resource.ts';
import type { Revision } from '../../shared/model/revision.ts';

/** SHA-256, hexadecimal, over RFC 8785 canonical JSON: the same value hashes alike wherever its keys stand. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? 'null')
    .digest('hex');

type Hashed = Pick<
  Revision,
  'environment' | 'number' | 'at' | 'author' | 'kind' | 'reason' | 'previousHash'
> & {
  changes: readonly { kind: ResourceKind | SystemKind; key: string; after: unknown }[];
};

/** The hash of a revision: over everything in it, the hash of the one before included. */
export function revisionHash(revision: Hashed): string {
  const { environment, number, at, author, kind, reason, previousHash } = revision;
  const changes = revision.changes
    .map((change) => ({ kind: change.kind, key: change.key, after: change.after }))
    .toSorted((a, b) => (`${a.kind}/${a.key}` < `${b.kind}/${b.key}` ? -1 : 1));
  return canonicalHash({ environment, number, at, author, kind, reason, previousHash, changes });
}

/**
 * The hash of what a restore brings back. Flags name units by content hash, and units name prompts so,
 * which makes it cover those too.
 */
export function restorableHash(
  resources: Iterable<{ kind: ResourceKind; key: string; body: unknown }>,
): string {
  const covered = [...resources].filter((resource) => restorableKinds.has(resource.kind));
  return canonicalHash(
    Object.fromEntries(covered.map((resource) => [`${resource.kind}/${resource.key}`, resource.body])),
  );
}

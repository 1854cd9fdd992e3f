import canonicalize from 'canonicalize';
import { promptKey } from '../../shared/model/prompt.ts';
import type { ResourceKind } from '../../shared/model/resource.ts';
import type { Author, Change } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import { checkReferences } from './checkReferences.ts';
import { type CommitResult, commit } from './commit.ts';
import type { Configuration } from './configuration.ts';
import type { EnvironmentDocument } from './document.ts';
import { canonicalHash } from './hash.ts';
import { nextSnapshot, ofKind, type Snapshot } from './snapshot.ts';

/**
 * What an import would change: flags and segments become what the document says, and those that it does not have
 * are deleted; units and prompts are only ever added.
 * @throws KnowngoodError INVALID for a document that contradicts itself or what is registered.
 */
export function planImport(snapshot: Snapshot, document: EnvironmentDocument): Change[] {
  const fresh = <T>(all: Map<string, T>, registered: ReadonlyMap<string, unknown>) =>
    new Map([...all].filter(([key]) => !registered.has(key)));
  const prompts = keyed('prompts', document.prompts, promptKey);
  const units = keyed('units', document.units, (unit) => unit.id);
  const changes = [
    ...differences(snapshot, 'prompt', fresh(prompts, snapshot.prompts), false),
    ...differences(snapshot, 'unit', fresh(units, snapshot.units), false),
    ...differences(
      snapshot,
      'segment',
      keyed('segments', document.segments, (segment) => segment.key),
      true,
    ),
    ...differences(
      snapshot,
      'flag',
      keyed('flags', document.flags, (flag) => flag.key),
      true,
    ),
  ];
  for (const { id, specification } of document.units) {
    if (id !== `iu_${canonicalHash(specification).slice(0, 20)}`)
      throw new KnowngoodError(
        'INVALID',
        `units.${id}: the id is not the hash of the specification. A unit never changes: make a new one`,
      );
  }
  const changed = document.prompts.find((prompt) => {
    const registered = snapshot.prompts.get(promptKey(prompt));
    return registered !== undefined && registered.contentHash !== prompt.contentHash;
  });
  if (changed)
    throw new KnowngoodError(
      'INVALID',
      `prompts.${promptKey(changed)}: this version is registered with other content, and never changes: give the new text a new version`,
    );
  checkReferences(
    nextSnapshot(
      snapshot,
      changes.map(({ kind, key, after }) => ({ kind, key, body: after })),
    ),
  );
  return changes;
}

/** Makes an environment what a document says, as one commit. @throws KnowngoodError INVALID, CONFLICT */
export async function importDocument(
  configuration: Configuration,
  request: { environment: string; author: Author; reason: string; document: EnvironmentDocument },
): Promise<CommitResult & { changes: Change[] }> {
  const { environment, author, reason, document } = request;
  const snapshot = configuration.committed(environment);
  const changes = planImport(snapshot, document);
  const result = await commit(configuration, {
    environment,
    author,
    reason,
    expectedRevision: snapshot.revision,
    changes: changes.map(({ kind, key, after }) => ({ kind, key, body: after })),
  });
  return { ...result, changes };
}

function keyed<T>(list: string, all: readonly T[], keyOf: (one: T) => string): Map<string, T> {
  const byKey = new Map(all.map((one) => [keyOf(one), one]));
  if (byKey.size === all.length) return byKey;
  const seen = new Set<string>();
  const twice = all.map(keyOf).find((key) => seen.size === seen.add(key).size);
  throw new KnowngoodError('INVALID', `${list}.${twice}: this stands twice in the document`);
}

function differences(
  snapshot: Snapshot,
  kind: ResourceKind,
  wanted: ReadonlyMap<string, unknown>,
  whole: boolean,
): Change[] {
  const now = ofKind(snapshot, kind);
  const gone = whole ? [...now.keys()].filter((key) => !wanted.has(key)) : [];
  return [...wanted.keys(), ...gone].toSorted().flatMap((key) => {
    const before = now.get(key) ?? null;
    const after = wanted.get(key) ?? null;
    return canonicalize(before) === canonicalize(after) ? [] : [{ kind, key, before, after }];
  });
}

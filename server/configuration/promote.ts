import canonicalize from 'canonicalize';
import type { Change } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import type { ResourceReference } from '../store/store.ts';
import { namedBy } from './references.ts';
import { ofKind, type Snapshot } from './snapshot.ts';

/** One flag or segment that is not the same in two environments. */
export interface Difference extends Change {
  /** What it names that the target does not have, and that would come along. */
  brings: ResourceReference[];
}

/** Flags and segments that differ: `before` as the target has them, `after` as the source does. */
export function compareEnvironments(source: Snapshot, target: Snapshot): Difference[] {
  return (['flag', 'segment'] as const).flatMap((kind) => {
    const [there, here] = [ofKind(source, kind), ofKind(target, kind)];
    return [...new Set([...there.keys(), ...here.keys()])].toSorted().flatMap((key) => {
      const before = here.get(key) ?? null;
      const after = there.get(key) ?? null;
      if (canonicalize(before) === canonicalize(after)) return [];
      const brings = after === null ? [] : needs(source, target, [{ kind, key }]);
      return [{ kind, key, before, after, brings }];
    });
  });
}

/**
 * The changes that make chosen flags and segments of the target what they are in the source. What they name and the
 * target does not have comes along: units, prompts, segments, prerequisites. What the target has its own version of stays.
 * @throws KnowngoodError NOT_FOUND for a resource that neither environment has.
 */
export function planPromotion(
  source: Snapshot,
  target: Snapshot,
  chosen: readonly ResourceReference[],
): Change[] {
  for (const { kind, key } of chosen) {
    if (!ofKind(source, kind).has(key) && !ofKind(target, kind).has(key))
      throw new KnowngoodError('NOT_FOUND', `Neither environment has a ${kind} "${key}"`);
  }
  return [...needs(source, target, chosen), ...chosen].flatMap(({ kind, key }) => {
    const before = ofKind(target, kind).get(key) ?? null;
    const after = ofKind(source, kind).get(key) ?? null;
    return canonicalize(before) === canonicalize(after) ? [] : [{ kind, key, before, after }];
  });
}

/** What chosen resources name, directly or not, and the target lacks; whatever is named comes before what names it. */
function needs(
  source: Snapshot,
  target: Snapshot,
  chosen: readonly ResourceReference[],
): ResourceReference[] {
  const found = new Map<string, ResourceReference>();
  const asked = new Set(chosen.map(({ kind, key }) => `${kind}/${key}`));
  const visit = (body: unknown, kind: ResourceReference['kind']) => {
    for (const named of namedBy(kind, body)) {
      const id = `${named.kind}/${named.key}`;
      const inner = ofKind(source, named.kind).get(named.key);
      if (inner === undefined || found.has(id) || asked.has(id) || ofKind(target, named.kind).has(named.key))
        continue;
      asked.add(id);
      visit(inner, named.kind);
      found.set(id, named);
    }
  };
  for (const { kind, key } of chosen) {
    const body = ofKind(source, kind).get(key);
    if (body !== undefined) visit(body, kind);
  }
  return [...found.values()];
}

import { resourceSchemas } from '../../shared/model/resource.ts';
import type { Change } from '../../shared/model/revision.ts';
import { type DescribedChange, describeChange, type Labels } from '../../shared/text/describeChange.ts';
import { describeCollection, type IndexLabel, shortIndex } from '../../shared/text/describeCollection.ts';
import type { Snapshot } from '../configuration/snapshot.ts';

/** A change of the log in words. Bodies that an older version wrote get what their schema has gained since. */
export function describe(
  change: Change,
  snapshot: Snapshot,
  index: IndexLabel = shortIndex,
): DescribedChange {
  const schema = resourceSchemas[change.kind];
  const today = (body: unknown) => (body === null ? null : (schema.safeParse(body).data ?? body));
  const then = { ...change, before: today(change.before), after: today(change.after) };
  return change.kind === 'collection'
    ? describeCollection(then, index)
    : describeChange(then, labelsOf(snapshot));
}

/** Words for what a change names. What is gone keeps its key. */
const labelsOf = (snapshot: Snapshot): Labels => ({
  unit: (id) => snapshot.units.get(id)?.label ?? id,
  flag: (key) => snapshot.flags.get(key)?.name ?? key,
  segment: (key) => snapshot.segments.get(key)?.name ?? key,
});

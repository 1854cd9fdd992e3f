import type { Labels } from '../../shared/text/describeChange.ts';
import type { Snapshot } from '../configuration/snapshot.ts';

/** Words for what a change names. A segment that is gone keeps its key. */
export const labelsOf = (snapshot: Snapshot): Labels => ({
  unit: (id) => snapshot.units.get(id)?.label ?? id,
  segment: (key) => snapshot.segments.get(key)?.name ?? key,
});

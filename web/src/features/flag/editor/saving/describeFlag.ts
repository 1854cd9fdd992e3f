import type { Flag } from '../../../../../../shared/model/flag.ts';
import { type DescribedLine, describeChange } from '../../../../../../shared/text/describeChange.ts';
import type { FlagData } from '../../../../trpc.ts';

/** What lies between two versions of a flag, in the words that the history will use. */
export function describeFlag(before: Flag, after: Flag, data: FlagData): DescribedLine[] {
  const labels = {
    unit: (id: string) => data.allUnits.find((unit) => unit.id === id)?.label ?? id,
    segment: (key: string) => data.segments.find((segment) => segment.key === key)?.name ?? key,
    flag: (key: string) => data.flagKeys.find((flag) => flag.key === key)?.name ?? key,
  };
  return describeChange({ kind: 'flag', key: after.key, before, after }, labels).lines;
}

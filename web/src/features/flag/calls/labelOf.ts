import type { FlagData } from '../../../trpc.ts';

/** A unit's label; a unit that the flag no longer has is named as such. */
export function labelOf(data: FlagData, unit: string | null): string {
  if (unit === null) return 'fixed text';
  return (
    data.units.find((candidate) => candidate.id === unit)?.label ?? 'a unit that this flag no longer has'
  );
}

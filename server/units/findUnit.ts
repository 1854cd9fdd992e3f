import type { Unit } from '../../shared/model/unit.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';

/** @throws KnowngoodError NOT_FOUND */
export function findUnit(snapshot: Snapshot, id: string): Unit {
  const found = snapshot.units.get(id);
  if (!found) throw new KnowngoodError('NOT_FOUND', `There is no unit "${id}" in ${snapshot.environment}`);
  return found;
}

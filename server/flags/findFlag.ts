import type { Flag } from '../../shared/model/flag.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';

/** @throws KnowngoodError NOT_FOUND */
export function findFlag(snapshot: Snapshot, key: string): Flag {
  const flag = snapshot.flags.get(key);
  if (!flag) throw new KnowngoodError('NOT_FOUND', `There is no flag "${key}" in ${snapshot.environment}`);
  return flag;
}

import type { Author } from '../../shared/model/revision.ts';
import { commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';
import { findUnit } from './findUnit.ts';
import { usesByUnit } from './unitUses.ts';

export interface RetireRequest {
  environment: string;
  author: Author;
  unit: string;
  reason: string;
}

/**
 * Marks a unit as retired: it stays in the registry and answers where an old revision names it, but is no longer
 * offered for variants.
 * @throws KnowngoodError NOT_FOUND, CONFLICT while a flag uses it, or when the configuration has just changed.
 */
export async function retireUnit(configuration: Configuration, request: RetireRequest) {
  const { environment, author, reason } = request;
  const snapshot = configuration.committed(environment);
  const unit = findUnit(snapshot, request.unit);
  const uses = usesByUnit(snapshot).get(unit.id) ?? [];
  if (uses.length > 0) {
    const where = uses.slice(0, 5).map((use) => `“${use.flagName}” as ${use.variantName}`);
    throw new KnowngoodError(
      'CONFLICT',
      `A unit in use cannot be retired: it is used by ${where.join(', ')}. Give those variants another unit first.`,
    );
  }
  if (unit.retiredAt !== undefined) return { revision: snapshot.revision, changed: false };
  return commit(configuration, {
    environment,
    author,
    reason,
    // A flag that takes it into use in this moment must not be overlooked.
    expectedRevision: snapshot.revision,
    changes: [
      { kind: 'unit', key: unit.id, body: { ...unit, retiredAt: configuration.now().toISOString() } },
    ],
  });
}

/** Takes a retired unit back. @throws KnowngoodError NOT_FOUND */
export async function unretireUnit(configuration: Configuration, request: RetireRequest) {
  const { environment, author, reason } = request;
  const { retiredAt: _, ...unit } = findUnit(configuration.committed(environment), request.unit);
  return commit(configuration, {
    environment,
    author,
    reason,
    changes: [{ kind: 'unit', key: unit.id, body: unit }],
  });
}

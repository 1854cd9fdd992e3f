import { systemLog } from '../../shared/model/environment.ts';
import { type CommitChange, commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import type { Act } from '../store/store.ts';

/**
 * Makes an environment: empty, or with another's prompts, units, segments and flags as its first commit. Overrides
 * and scheduled changes are not copied: they are about what happens there.
 * @throws KnowngoodError CONFLICT where it exists, INVALID for a reserved key, NOT_FOUND for the source
 */
export async function createEnvironment(
  configuration: Configuration,
  request: { key: string; name: string; copyFrom: string | null },
  by: Act,
): Promise<{ revision: number }> {
  const { key, name, copyFrom } = request;
  if (key === systemLog)
    throw new KnowngoodError(
      'INVALID',
      `"${systemLog}" is the log of people, keys and environments: choose another key`,
    );
  const source = copyFrom === null ? null : configuration.committed(copyFrom);
  const made = await configuration.store.environments.create({ key, name, createdAt: by.at }, by);
  if (!made) throw new KnowngoodError('CONFLICT', `There is an environment "${key}" already`);
  const empty = await configuration.reload(key);
  if (!source) return { revision: empty.revision };
  return await commit(configuration, {
    environment: key,
    author: by.author,
    reason: `Copied from "${source.environment}" at revision ${source.revision}`,
    changes: everythingIn(source),
    expectedRevision: 0,
  });
}

function everythingIn({ prompts, units, segments, flags }: Snapshot): CommitChange[] {
  const changes = (kind: CommitChange['kind'], resources: ReadonlyMap<string, unknown>): CommitChange[] =>
    [...resources].map(([key, body]) => ({ kind, key, body }));
  return [
    ...changes('prompt', prompts),
    ...changes('unit', units),
    ...changes('segment', segments),
    ...changes('flag', flags),
  ];
}

import { everyFlag, type OverrideMode } from '../../shared/model/override.ts';
import type { Author } from '../../shared/model/revision.ts';
import { type CommitResult, commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';

interface Request {
  environment: string;
  target: string;
  author: Author;
  reason: string;
}

/** Puts an override in force: it waits for no approval and no expected revision. */
export async function setOverride(
  configuration: Configuration,
  request: Request & { mode: OverrideMode },
): Promise<CommitResult> {
  const { environment, target, mode, author, reason } = request;
  const snapshot = configuration.snapshot(environment);
  if (target !== everyFlag && !snapshot.flags.has(target))
    throw new KnowngoodError('NOT_FOUND', `There is no flag "${target}" in ${environment}`);
  // Asking for what is in force already changes nothing, its beginning included.
  if (snapshot.overrides.get(target)?.mode === mode) return { revision: snapshot.revision, changed: false };
  const body = { target, mode, since: configuration.now().toISOString() };
  return commit(configuration, {
    environment,
    author,
    reason,
    kind: 'override',
    changes: [{ kind: 'override', key: target, body }],
  });
}

/** Takes an override away; rules and splits decide again from the next call on. */
export function liftOverride(
  configuration: Configuration,
  { environment, target, author, reason }: Request,
): Promise<CommitResult> {
  return commit(configuration, {
    environment,
    author,
    reason,
    kind: 'override',
    changes: [{ kind: 'override', key: target, body: null }],
  });
}

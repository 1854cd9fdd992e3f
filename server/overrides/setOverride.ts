import { everyFlag, type OverrideMode } from '../../shared/model/override.ts';
import type { Author } from '../../shared/model/revision.ts';
import { type CommitResult, commit } from '../configuration/commit.ts';
import type { Configuration, UncommittedOverride } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';

interface Request {
  environment: string;
  target: string;
  author: Author;
  reason: string;
}

export interface OverrideResult extends CommitResult {
  /** False when it is obeyed already, but the store would not take it yet. */
  committed: boolean;
}

/**
 * Puts an override in force: it waits for no approval, for no expected revision, and for no disk. Where the
 * store refuses it, calls obey it all the same, and it is committed when it can be.
 */
export async function setOverride(
  configuration: Configuration,
  request: Request & { mode: OverrideMode },
): Promise<OverrideResult> {
  const { environment, target, mode, author, reason } = request;
  const snapshot = configuration.snapshot(environment);
  if (target !== everyFlag && !snapshot.flags.has(target)) {
    throw new KnowngoodError('NOT_FOUND', `There is no flag "${target}" in ${environment}`);
  }
  const waiting = configuration
    .uncommitted()
    .some((one) => one.environment === environment && one.override.target === target);
  const current = snapshot.overrides.get(target);
  // Asking for what is in force already changes nothing, its beginning included.
  if (current?.mode === mode && !waiting)
    return { revision: snapshot.revision, changed: false, committed: true };
  const since = current?.mode === mode ? current.since : configuration.now().toISOString();
  const uncommitted = { environment, override: { target, mode, since }, author, reason };
  // Obeyed before it is written: the next call must not wait for a disk, or for whoever holds its lock.
  configuration.obey(environment, target, uncommitted);
  try {
    return await commitOverride(configuration, uncommitted);
  } catch (error) {
    if (!(error instanceof KnowngoodError))
      return { revision: snapshot.revision, changed: true, committed: false };
    configuration.obey(environment, target, null);
    throw error;
  }
}

/** Commits an override, and waits with it no longer. Throws what the store throws. */
export async function commitOverride(
  configuration: Configuration,
  { environment, override, author, reason }: UncommittedOverride,
): Promise<OverrideResult> {
  const changes = [{ kind: 'override' as const, key: override.target, body: override }];
  const result = await commit(configuration, { environment, author, reason, kind: 'override', changes });
  configuration.obey(environment, override.target, null);
  return { ...result, committed: true };
}

/** Takes an override away; rules and splits decide again from the next call on. */
export async function liftOverride(
  configuration: Configuration,
  { environment, target, author, reason }: Request,
): Promise<CommitResult> {
  const changes = [{ kind: 'override' as const, key: target, body: null }];
  const result = await commit(configuration, { environment, author, reason, kind: 'override', changes });
  const waiting = configuration
    .uncommitted()
    .some((one) => one.environment === environment && one.override.target === target);
  if (!waiting) return result;
  configuration.obey(environment, target, null);
  return { ...result, changed: true };
}

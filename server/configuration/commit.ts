import canonicalize from 'canonicalize';
import { type ResourceKind, resourceSchemas } from '../../shared/model/resource.ts';
import type { Author, Revision } from '../../shared/model/revision.ts';
import type { Unit } from '../../shared/model/unit.ts';
import { isWellFormed } from '../../shared/model/wholeText.ts';
import { fieldIssues, KnowngoodError } from '../errors.ts';
import type { CollectionAct } from '../store/retrieval.ts';
import type { ClosingChange } from '../store/store.ts';
import { isServersOwn, refuseArchived } from './archived.ts';
import { checkReferences } from './checkReferences.ts';
import type { Configuration } from './configuration.ts';
import { revisionHash } from './hash.ts';
import { nextSnapshot, ofKind, type Snapshot, versionKey } from './snapshot.ts';

export interface CommitChange {
  kind: ResourceKind;
  key: string;
  /** The new body, or null to delete. */
  body: unknown;
  /** The version that the author saw. Unset: whatever is there is replaced. */
  expectedVersion?: number;
}

export interface CommitRequest {
  environment: string;
  author: Author;
  reason: string;
  kind?: Revision['kind'];
  changes: CommitChange[];
  /** The revision that the author saw. Unset: any. */
  expectedRevision?: number;
  /** The pending change that this applies, given the revision that it becomes: closed in the same transaction. */
  closing?: (revision: number) => ClosingChange;
  /** What is done to a collection in the same transaction; `changes` must say so too. */
  act?: CollectionAct;
}

/** What is done to a collection, and recorded of it as of the newest snapshot, however often the commit is tried again. */
export interface ActCommitRequest extends Omit<CommitRequest, 'changes'> {
  changes(newest: Snapshot): CommitChange[];
  act: CollectionAct;
}

export interface CommitResult {
  revision: number;
  /** False when everything was already so, and no revision was made. */
  changed: boolean;
}

const tries = 5;

/**
 * Makes revision n+1 of an environment: the only way configuration changes.
 * @throws KnowngoodError INVALID (a body or a reference), CONFLICT (someone else was first: `details` hold theirs; or the
 * environment is archived).
 */
export async function commit(
  configuration: Configuration,
  asked: CommitRequest | ActCommitRequest,
): Promise<CommitResult> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const request = asOf(configuration, asked);
    const { snapshot, changes, next } = await prepareCommit(configuration, request);
    if (changes.length === 0) return { revision: snapshot.revision, changed: false };
    const draft = {
      environment: request.environment,
      number: next.revision,
      at: configuration.now().toISOString(),
      author: request.author,
      kind: request.kind ?? 'commit',
      reason: request.reason,
      changes: changes.map(({ kind, key, body }) => ({ kind, key, after: body })),
      previousHash: snapshot.headHash,
    };
    const hash = revisionHash(draft);
    const closing = request.closing?.(next.revision);
    if (await configuration.store.configuration.commitRevision({ ...draft, hash }, closing, request.act)) {
      configuration.publish({ ...next, headHash: hash });
      return { revision: next.revision, changed: true };
    }
    // Another process was first: take its revision in, and see whether ours still stands.
    await configuration.reload(asked.environment);
  }
  throw new KnowngoodError(
    'UNAVAILABLE',
    'The configuration changes faster than this change could be made. Try again.',
  );
}

function asOf(configuration: Configuration, asked: CommitRequest | ActCommitRequest): CommitRequest {
  if (typeof asked.changes !== 'function') return { ...asked, changes: asked.changes };
  return { ...asked, changes: asked.changes(configuration.committed(asked.environment)) };
}

/**
 * Everything about a commit but the commit: what it would change in the newest snapshot, and what that would become.
 * @throws KnowngoodError as `commit`
 */
export async function prepareCommit(
  configuration: Configuration,
  request: CommitRequest,
): Promise<{ snapshot: Snapshot; changes: CommitChange[]; next: Snapshot }> {
  refuseBrokenText(request);
  const snapshot = configuration.committed(request.environment);
  if (!isServersOwn(request.author)) await refuseArchived(configuration.store, request.environment);
  if (request.expectedRevision !== undefined && request.expectedRevision !== snapshot.revision) {
    throw new KnowngoodError(
      'CONFLICT',
      `The configuration has moved from revision ${request.expectedRevision} to ${snapshot.revision} since you looked. Look again, then repeat.`,
      { revision: snapshot.revision },
    );
  }
  const changes = await effectiveChanges(configuration, snapshot, request);
  if (changes.length === 0) return { snapshot, changes, next: snapshot };
  const next = compiled(snapshot, changes);
  checkReferences(next);
  return { snapshot, changes, next };
}

/** Validates each body and leaves out what is already so; an act is carried out, and recorded, in any case. */
async function effectiveChanges(
  configuration: Configuration,
  snapshot: Snapshot,
  request: CommitRequest,
): Promise<CommitChange[]> {
  const changes: CommitChange[] = [];
  for (const change of request.changes) {
    const { kind, key } = change;
    const current = ofKind(snapshot, kind).get(key) ?? null;
    const version = snapshot.versions.get(versionKey(kind, key)) ?? 0;
    if (change.expectedVersion !== undefined && change.expectedVersion !== version) {
      throw await conflict(configuration, snapshot, change, current, version);
    }
    const body = change.body === null ? null : validated(kind, key, change.body);
    if (!request.act && canonicalize(body) === canonicalize(current)) continue;
    if ((kind === 'unit' || kind === 'prompt') && current !== null && !changesMark(kind, current, body)) {
      throw new KnowngoodError(
        'INVALID',
        `${kind === 'unit' ? 'A unit' : 'A prompt version'} never changes once it is registered: make a new one (${key})`,
      );
    }
    changes.push({ ...change, body });
  }
  return changes;
}

/** Retiring a unit, and taking it back, puts a mark on it and leaves the unit itself as it is. */
function changesMark(kind: ResourceKind, current: unknown, body: unknown): boolean {
  if (kind !== 'unit' || body === null) return false;
  const unmarked = ({ retiredAt: _, ...unit }: Unit) => canonicalize(unit);
  return unmarked(current as Unit) === unmarked(body as Unit);
}

function validated(kind: ResourceKind, key: string, body: unknown): unknown {
  const parsed = resourceSchemas[kind].safeParse(body);
  if (!parsed.success) {
    const issues = fieldIssues(parsed.error.issues);
    throw new KnowngoodError(
      'INVALID',
      `The ${kind} "${key}" cannot be saved: ${issues[0]?.message ?? 'it does not fit its schema'}`,
      { issues },
    );
  }
  return parsed.data;
}

async function conflict(
  configuration: Configuration,
  snapshot: Snapshot,
  { kind, key }: CommitChange,
  theirs: unknown,
  version: number,
): Promise<KnowngoodError> {
  const [last] = await configuration.store.configuration.revisions({
    environment: snapshot.environment,
    limit: 1,
    before: version + 1,
  });
  const who = last ? `${last.author.name} changed` : 'Someone changed';
  return new KnowngoodError(
    'CONFLICT',
    `${who} this ${kind} while you were editing it. Nothing of yours was saved; see both versions.`,
    {
      conflict: {
        kind,
        key,
        version,
        theirs,
        author: last?.author.name ?? '',
        at: last?.at ?? '',
        reason: last?.reason ?? '',
      },
    },
  );
}

/** The snapshot as it will be. A condition that the engine cannot read is the author's to mend. */
function compiled(snapshot: Snapshot, changes: readonly CommitChange[]): Snapshot {
  try {
    return nextSnapshot(snapshot, changes);
  } catch (error) {
    throw new KnowngoodError(
      'INVALID',
      `A condition cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** A lone surrogate is half a character: it has no UTF-8 form, so it could be neither hashed nor stored as it is. */
function refuseBrokenText({ reason, changes }: CommitRequest): void {
  if (!isWellFormed(reason))
    throw new KnowngoodError(
      'INVALID',
      'The reason holds half a character (a lone surrogate): type it again',
    );
  const broken = changes.find(({ body }) => !isWellFormed(body));
  if (broken)
    throw new KnowngoodError(
      'INVALID',
      `A text of the ${broken.kind} "${broken.key}" holds half a character (a lone surrogate): type it again`,
    );
}

import { randomUUID } from 'node:crypto';
import type { PendingChange } from '../../shared/model/pendingChange.ts';
import { type CommitRequest, type CommitResult, commit, prepareCommit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { ofKind } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import { basisOf } from './basis.ts';
import { movedOn } from './movedOn.ts';
import { classesOf, policyOf } from './policy.ts';

export interface SubmitResult extends CommitResult {
  /** The request that waits for a second person; null where the change applies already. */
  pending: string | null;
}

/** How many changes of one environment may wait. */
const mostWaiting = 200;

/**
 * Where people's changes go through: committed at once where the policy lets them, or else kept until a second person
 * agrees. Somebody who asks again for the same resources edits what they asked for before.
 * @throws KnowngoodError as `commit`: what could not be committed is not kept either.
 */
export async function submit(configuration: Configuration, request: CommitRequest): Promise<SubmitResult> {
  const { snapshot, changes, next } = await prepareCommit(configuration, request);
  const policy = policyOf(snapshot);
  const classes = classesOf(changes).filter((one) => policy[one] !== 'nobody');
  if (request.author.kind !== 'person' || classes.length === 0)
    return { ...(await commit(configuration, request)), pending: null };
  if (request.kind === 'override')
    throw new KnowngoodError('INVALID', 'An override goes in force by itself, and waits for nobody');
  const at = configuration.now().toISOString();
  const { environment, author, reason } = request;
  const waiting = await configuration.store.approvals.list({
    environment,
    states: ['waiting'],
    limit: mostWaiting,
  });
  const body = {
    classes,
    reason,
    kind: request.kind ?? 'commit',
    changes: changes.map(({ kind, key, body }) => ({
      kind,
      key,
      before: ofKind(snapshot, kind).get(key) ?? null,
      body,
    })),
    basis: basisOf(snapshot, next, changes),
    approvals: [],
    updatedAt: at,
  };
  const own = waiting.find((one) => one.author.id === author.id && touches(one) === touches(body));
  if (own) {
    const events = [...own.events, { what: 'edited' as const, by: author, at, note: reason }];
    const change: PendingChange = { ...own, ...body, version: own.version + 1, events };
    if (!(await configuration.store.approvals.update({ change, expectedVersion: own.version })))
      throw movedOn();
    return { revision: snapshot.revision, changed: false, pending: own.id };
  }
  if (waiting.length >= mostWaiting)
    throw new KnowngoodError(
      'CONFLICT',
      `${mostWaiting} changes wait for approval here already: have some of them decided first`,
    );
  const id = randomUUID();
  await configuration.store.approvals.create({
    id,
    environment,
    state: 'waiting',
    version: 1,
    author,
    ...body,
    events: [{ what: 'requested', by: author, at, note: reason }],
    revision: null,
    createdAt: at,
  });
  return { revision: snapshot.revision, changed: false, pending: id };
}

const touches = ({ changes }: Pick<PendingChange, 'changes'>): string =>
  changes
    .map(({ kind, key }) => `${kind}/${key}`)
    .toSorted()
    .join('\n');

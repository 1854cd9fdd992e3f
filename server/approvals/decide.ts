import { type ChangeClass, satisfiedBy } from '../../shared/model/approvalPolicy.ts';
import type { PendingChange } from '../../shared/model/pendingChange.ts';
import type { Author } from '../../shared/model/revision.ts';
import { authorOf, type PersonPrincipal } from '../auth/access.ts';
import { commit, prepareCommit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { ofKind } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import { basisOf, movedSince } from './basis.ts';
import { movedOn } from './movedOn.ts';
import { classesOf, policyOf } from './policy.ts';
import { rebase } from './rebase.ts';

export interface Decision {
  environment: string;
  id: string;
  /** The version that was looked at. */
  version: number;
  person: PersonPrincipal;
}

/**
 * Agrees to a change, which applies as one commit as soon as everybody whom the policy asks for has agreed.
 * @throws KnowngoodError FORBIDDEN (one's own, or too low a role), CONFLICT (edited, decided or stale since)
 */
export async function approve(
  configuration: Configuration,
  decision: Decision,
): Promise<{ applied: boolean; revision: number | null }> {
  const { person, environment } = decision;
  const found = await findWaiting(configuration, decision);
  if (hasTouched(found, person.id))
    throw new KnowngoodError('FORBIDDEN', 'Nobody approves their own change: ask a second person');
  const snapshot = configuration.committed(environment);
  const policy = policyOf(snapshot);
  // As the policy asks today, also where it asked for less when the change was made.
  const needed = classesOf(found.changes).filter((one) => policy[one] !== 'nobody');
  const classes = needed.filter((one) => satisfiedBy(policy[one], person.role));
  if (classes.length === 0 && needed.length > 0)
    throw new KnowngoodError('FORBIDDEN', 'Your role is not one that may approve this change');
  const moved = movedSince(snapshot, found.basis);
  if (moved.length > 0)
    throw new KnowngoodError(
      'CONFLICT',
      `This change is stale: ${moved.map(({ kind, key }) => `${kind} "${key}"`).join(', ')} moved since it was asked for. Have it brought up to date, then look at it again.`,
    );
  const at = configuration.now().toISOString();
  const by = authorOf(person);
  const approvals = [...found.approvals.filter((one) => one.by.id !== by.id), { by, classes, at }];
  const events = [...found.events, { what: 'approved' as const, by, at, note: '' }];
  const next: PendingChange = { ...found, approvals, events, version: found.version + 1, updatedAt: at };
  const agreed = new Set<ChangeClass>(approvals.flatMap((one) => one.classes));
  if (needed.some((one) => !agreed.has(one))) {
    await put(configuration, next, found.version);
    return { applied: false, revision: null };
  }
  const names = [...new Set(approvals.map((one) => one.by.name))].join(', ');
  const result = await commit(configuration, {
    environment,
    author: found.author,
    reason: `${found.reason} (approved by ${names})`,
    kind: found.kind,
    changes: found.changes.map(({ kind, key, body }) => ({
      kind,
      key,
      body,
      expectedVersion: found.basis.find((one) => one.kind === kind && one.key === key)?.version ?? 0,
    })),
    closing: (revision) => ({
      expectedVersion: found.version,
      change: {
        ...next,
        state: 'applied',
        revision,
        events: [...events, { what: 'applied', by, at, note: `Revision ${revision}` }],
      },
    }),
  });
  return { applied: true, revision: result.revision };
}

/** Turns a change down, with the reason. @throws KnowngoodError as `approve` */
export async function reject(
  configuration: Configuration,
  decision: Decision & { note: string },
): Promise<void> {
  const found = await findWaiting(configuration, decision);
  if (hasTouched(found, decision.person.id))
    throw new KnowngoodError('FORBIDDEN', 'This is your own change: withdraw it instead');
  await close(configuration, found, 'rejected', authorOf(decision.person), decision.note);
}

/** Takes one's own change back. @throws KnowngoodError FORBIDDEN, CONFLICT, NOT_FOUND */
export async function withdraw(configuration: Configuration, decision: Decision): Promise<void> {
  const found = await findWaiting(configuration, decision);
  if (found.author.id !== decision.person.id)
    throw new KnowngoodError('FORBIDDEN', 'Only its author withdraws a change: reject it instead');
  await close(configuration, found, 'withdrawn', authorOf(decision.person), '');
}

/**
 * Puts one's own stale change on top of what is there now, setting by setting: what others have changed since, and the
 * change leaves alone, stays as they have it. Whoever approved it has to look again.
 * @throws KnowngoodError INVALID where it does not fit what is there now, FORBIDDEN, CONFLICT, NOT_FOUND
 */
export async function refresh(configuration: Configuration, decision: Decision): Promise<void> {
  const { environment, person } = decision;
  const found = await findWaiting(configuration, decision);
  if (found.author.id !== person.id)
    throw new KnowngoodError('FORBIDDEN', 'Only its author brings a change up to date');
  const { author, reason, kind } = found;
  const committed = configuration.committed(environment);
  const { snapshot, changes, next } = await prepareCommit(configuration, {
    environment,
    author,
    reason,
    kind,
    changes: found.changes.map(({ kind, key, before, body }) => ({
      kind,
      key,
      body: rebase(before, body, ofKind(committed, kind).get(key) ?? null),
    })),
  });
  if (changes.length === 0)
    throw new KnowngoodError('CONFLICT', 'Everything is as this change wants it already: withdraw it');
  const at = configuration.now().toISOString();
  const change: PendingChange = {
    ...found,
    version: found.version + 1,
    changes: changes.map(({ kind, key, body }) => ({
      kind,
      key,
      before: ofKind(snapshot, kind).get(key) ?? null,
      body,
    })),
    basis: basisOf(snapshot, next, changes),
    approvals: [],
    events: [...found.events, { what: 'edited', by: author, at, note: 'Brought up to date' }],
    updatedAt: at,
  };
  await put(configuration, change, found.version);
}

/** Whoever asked for a change or edited it has a hand in it. */
export const hasTouched = ({ author, events }: PendingChange, person: string): boolean =>
  author.id === person || events.some(({ what, by }) => what === 'edited' && by.id === person);

async function findWaiting(
  { store }: Configuration,
  { environment, id, version }: Decision,
): Promise<PendingChange> {
  const found = await store.approvals.find(id);
  if (!found || found.environment !== environment)
    throw new KnowngoodError('NOT_FOUND', 'There is no such request here');
  if (found.state !== 'waiting' || found.version !== version) throw movedOn();
  return found;
}

async function close(
  configuration: Configuration,
  found: PendingChange,
  state: 'rejected' | 'withdrawn',
  by: Author,
  note: string,
): Promise<void> {
  const at = configuration.now().toISOString();
  const events = [...found.events, { what: state, by, at, note }];
  await put(
    configuration,
    { ...found, state, events, version: found.version + 1, updatedAt: at },
    found.version,
  );
}

async function put({ store }: Configuration, change: PendingChange, expectedVersion: number): Promise<void> {
  if (!(await store.approvals.update({ change, expectedVersion }))) throw movedOn();
}

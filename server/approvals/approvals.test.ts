import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApprovalPolicy } from '../../shared/model/approvalPolicy.ts';
import type { Role } from '../../shared/model/environment.ts';
import { authorOf, type PersonPrincipal } from '../auth/access.ts';
import { type CommitChange, commit } from '../configuration/commit.ts';
import { restoreCommit } from '../configuration/restore.ts';
import { verifyChain } from '../configuration/verifyChain.ts';
import { saveFlag } from '../flags/saveFlag.ts';
import { applyDue, schedule } from '../flags/schedules.ts';
import { setOverride } from '../overrides/setOverride.ts';
import { openTestData, type TestData, testAuthor } from '../testing/testData.ts';
import { saveFlags, valueFlag } from '../testing/testFlags.ts';
import { approve, refresh, reject, withdraw } from './decide.ts';
import { present } from './present.ts';
import { submit } from './submit.ts';

const environment = 'production';
const person = (id: string, role: Role = 'editor'): PersonPrincipal => ({
  kind: 'person',
  id,
  name: id,
  email: `${id}@example.com`,
  environment,
  role,
  roles: { production: role },
  session: id,
});
const [ada, grace, release, admin] = [
  person('ada'),
  person('grace'),
  person('release', 'release-manager'),
  person('admin', 'admin'),
];

let data: TestData;
beforeEach(async () => {
  data = await openTestData();
  const segment = {
    key: 'beta',
    name: 'Beta',
    conditions: [{ attribute: 'beta', operator: 'in', values: [true] }],
  };
  await commit(data.configuration, {
    environment,
    author: testAuthor,
    reason: 'start',
    changes: [{ kind: 'segment', key: 'beta', body: segment }],
  });
  await saveFlags(
    data.configuration,
    valueFlag('price', 1, 0, {
      rules: [
        {
          id: 'r',
          name: 'Beta',
          match: { kind: 'segment', segment: 'beta' },
          serve: { kind: 'variant', variant: 'on' },
        },
      ],
    }),
    valueFlag('other', true, false),
  );
});
afterEach(() => data.close());

const policy = (changes: Partial<ApprovalPolicy>) =>
  commit(data.configuration, {
    environment,
    author: testAuthor,
    reason: 'policy',
    changes: [{ kind: 'policy', key: 'approvals', body: ApprovalPolicy.parse(changes) }],
  });
const snapshot = () => data.configuration.snapshot(environment);
const flag = (key = 'price') => snapshot().flags.get(key)!;
const change = (who: PersonPrincipal, ...changes: CommitChange[]) =>
  submit(data.configuration, { environment, author: authorOf(who), reason: 'because', changes });
const rename = (who: PersonPrincipal, name: string, key = 'price') =>
  change(who, { kind: 'flag', key, body: { ...flag(key), name } });
const waiting = () => data.store.approvals.list({ environment, states: ['waiting'], limit: 10 });
const decision = async (who: PersonPrincipal) => {
  const [one] = await waiting();
  return { environment, id: one!.id, version: one!.version, person: who };
};

describe('a change that nobody has to approve', () => {
  it('applies at once', async () => {
    expect(await rename(ada, 'New')).toEqual({ revision: 3, changed: true, pending: null });
    expect(flag().name).toBe('New');
  });

  it('is only that class of change that the policy says', async () => {
    await policy({ segments: 'second-person' });
    expect((await rename(ada, 'New')).pending).toBeNull();
    const beta = snapshot().segments.get('beta')!;
    const result = await change(ada, { kind: 'segment', key: 'beta', body: { ...beta, name: 'B' } });
    expect(result).toMatchObject({ changed: false, pending: expect.any(String) });
    expect(snapshot().segments.get('beta')?.name).toBe('Beta');
  });
});

describe('a change that waits for a second person', () => {
  beforeEach(() => policy({ targeting: 'second-person' }));

  it('changes nothing until somebody else agrees, and is one commit of its author then', async () => {
    const { pending } = await rename(ada, 'New');
    expect(flag().name).toBe('price');
    const [one] = await waiting();
    expect(present(one!, snapshot(), grace)).toMatchObject({
      id: pending,
      mayApprove: true,
      moved: [],
      changes: [{ key: 'price', lines: [{ what: 'Name', before: 'price', after: 'New' }] }],
    });
    const result = await approve(data.configuration, await decision(grace));
    expect(result).toEqual({ applied: true, revision: 4 });
    expect(flag().name).toBe('New');
    const [revision] = await data.store.configuration.revisions({ environment, limit: 1 });
    expect(revision).toMatchObject({ author: { id: 'ada' }, reason: 'because (approved by grace)' });
    expect(await data.store.approvals.find(String(pending))).toMatchObject({ state: 'applied', revision: 4 });
    expect((await verifyChain(data.configuration, environment)).ok).toBe(true);
  });

  it('is never approved by its author, nor by a viewer, nor twice at once', async () => {
    await rename(ada, 'New');
    await expect(approve(data.configuration, await decision(ada))).rejects.toThrow(
      'Nobody approves their own',
    );
    await expect(approve(data.configuration, await decision(person('v', 'viewer')))).rejects.toThrow(
      'Your role',
    );
    const both = await Promise.allSettled([
      approve(data.configuration, await decision(grace)),
      approve(data.configuration, await decision(release)),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(snapshot().revision).toBe(4);
  });

  it('is approved anew after an edit', async () => {
    await rename(ada, 'New');
    const seen = await decision(grace);
    const { pending } = await rename(ada, 'Newer');
    expect(pending).toBe(seen.id);
    expect(await waiting()).toHaveLength(1);
    await expect(approve(data.configuration, seen)).rejects.toThrow('has changed since you looked');
    expect(flag().name).toBe('price');
    await approve(data.configuration, await decision(grace));
    expect(flag().name).toBe('Newer');
  });

  it('goes stale when a resource that it touches or refers to has moved, and not when another has', async () => {
    await rename(ada, 'New');
    const stale = async () => present((await waiting())[0]!, snapshot(), ada).moved;
    await saveFlags(data.configuration, valueFlag('other', true, false, { name: 'Changed' }));
    expect(await stale()).toEqual([]);
    const beta = snapshot().segments.get('beta')!;
    const moved = { kind: 'segment' as const, key: 'beta', body: { ...beta, description: 'Wider' } };
    await commit(data.configuration, { environment, author: testAuthor, reason: 'move', changes: [moved] });
    expect(await stale()).toEqual(['segment beta']);
    await expect(approve(data.configuration, await decision(grace))).rejects.toThrow('stale: segment "beta"');
    await expect(refresh(data.configuration, await decision(grace))).rejects.toThrow('Only its author');
    await refresh(data.configuration, await decision(ada));
    expect(await stale()).toEqual([]);
    await saveFlags(data.configuration, { ...flag(), description: 'Touched' });
    expect(await stale()).toEqual(['flag price']);
    await refresh(data.configuration, await decision(ada));
    const [one] = await waiting();
    expect(present(one!, snapshot(), grace).changes[0]?.lines).toEqual([
      { what: 'Name', before: 'price', after: 'New' },
    ]);
    expect(await approve(data.configuration, await decision(grace))).toMatchObject({ applied: true });
    expect(flag()).toMatchObject({ name: 'New', description: 'Touched' });
  });

  it('keeps the rules of conflicts for whoever asks, and what could not be saved is not kept', async () => {
    const request = { environment, author: authorOf(ada), flag: { ...flag(), name: 'New' }, reason: 'late' };
    await expect(saveFlag(data.configuration, { ...request, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { conflict: { kind: 'flag', key: 'price' } },
    });
    await expect(
      change(ada, { kind: 'flag', key: 'price', body: { ...flag(), offVariant: 'none' } }),
    ).rejects.toMatchObject({ code: 'INVALID' });
    await expect(rename(ada, 'price')).resolves.toMatchObject({ changed: false, pending: null });
    expect(await waiting()).toEqual([]);
  });

  it('can be turned down with a reason, or taken back, and then applies no more', async () => {
    await rename(ada, 'New');
    const first = await decision(grace);
    await expect(withdraw(data.configuration, first)).rejects.toThrow('Only its author');
    await expect(reject(data.configuration, { ...(await decision(ada)), note: 'no' })).rejects.toThrow(
      'your own',
    );
    await reject(data.configuration, { ...first, note: 'Too early' });
    expect(await data.store.approvals.find(first.id)).toMatchObject({
      state: 'rejected',
      events: [{ what: 'requested' }, { what: 'rejected', note: 'Too early', by: { id: 'grace' } }],
    });
    await expect(approve(data.configuration, { ...first, version: 2 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await rename(ada, 'New');
    await withdraw(data.configuration, await decision(ada));
    expect(await waiting()).toEqual([]);
    expect(flag().name).toBe('price');
  });

  it('may be a restore, which stays one', async () => {
    await saveFlags(data.configuration, { ...flag(), name: 'Wrong' });
    const request = { environment, number: 2, author: authorOf(ada), reason: 'back', expectedRevision: 4 };
    const { pending } = await submit(data.configuration, await restoreCommit(data.configuration, request));
    expect(pending).not.toBeNull();
    await approve(data.configuration, await decision(grace));
    const [revision] = await data.store.configuration.revisions({ environment, limit: 1 });
    expect(revision).toMatchObject({ kind: 'restore', number: 5 });
    expect(flag().name).toBe('price');
  });

  it('is approved when it is scheduled, and waits for nobody when its time has come', async () => {
    const at = new Date(Date.now() + 60_000).toISOString();
    const request = { environment, author: authorOf(ada), reason: 'later', id: 'later', flag: 'price', at };
    const { pending } = await schedule(data.configuration, { ...request, set: { on: false } });
    expect(pending).not.toBeNull();
    expect(snapshot().schedules.size).toBe(0);
    await approve(data.configuration, await decision(grace));
    const later = { ...data.configuration, now: () => new Date(Date.now() + 120_000) };
    await applyDue(later, { error() {} } as never);
    expect(flag().on).toBe(false);
  });
});

describe('who the policy asks for', () => {
  it('is somebody with that role, and for changes of two classes each of them', async () => {
    await policy({ targeting: 'second-person', segments: 'release-manager' });
    const beta = snapshot().segments.get('beta')!;
    await change(
      ada,
      { kind: 'flag', key: 'price', body: { ...flag(), name: 'New' } },
      { kind: 'segment', key: 'beta', body: { ...beta, name: 'B' } },
    );
    expect(await approve(data.configuration, await decision(grace))).toEqual({
      applied: false,
      revision: null,
    });
    expect(flag().name).toBe('price');
    expect(await approve(data.configuration, await decision(release))).toMatchObject({ applied: true });
    expect(flag().name).toBe('New');
    expect(snapshot().segments.get('beta')?.name).toBe('B');
  });

  it('is who it asks for when somebody agrees, also where it asked for less before', async () => {
    await policy({ targeting: 'second-person' });
    await rename(ada, 'New');
    await policy({ targeting: 'admin' });
    await expect(approve(data.configuration, await decision(release))).rejects.toThrow('Your role');
    expect(await approve(data.configuration, await decision(admin))).toMatchObject({ applied: true });
  });

  it('may be asked before the policy itself changes, and the command line opens it when nobody is left', async () => {
    await policy({ settings: 'admin' });
    const open = { kind: 'policy' as const, key: 'approvals', body: ApprovalPolicy.parse({}) };
    expect((await change(admin, open)).pending).not.toBeNull();
    expect(snapshot().policies.get('approvals')?.settings).toBe('admin');
    expect((await data.knowngood('approvals', '--off')).code).toBe(0);
    await data.configuration.reload(environment);
    expect(snapshot().policies.get('approvals')?.settings).toBe('nobody');
  });
});

describe('an override', () => {
  it('never waits, and is marked in the log', async () => {
    await policy(ApprovalPolicy.parse({ targeting: 'admin', settings: 'admin', cutover: 'admin' }));
    const common = { environment, author: authorOf(ada), reason: 'now' };
    const result = await setOverride(data.configuration, { ...common, target: 'price', mode: 'kill' });
    expect(result).toMatchObject({ changed: true, committed: true });
    const [revision] = await data.store.configuration.revisions({ environment, limit: 1 });
    expect(revision).toMatchObject({ kind: 'override', reason: 'now' });
    expect(await waiting()).toEqual([]);
  });
});

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../configuration/commit.ts';
import { connect } from '../store/sqlite/connect.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { valueFlag } from '../testing/testFlags.ts';
import { joinPerson, type TestPerson } from '../testing/testPeople.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
let viewer: TestPerson;
let editor: TestPerson;
beforeAll(async () => {
  server = await startTestServer();
  const cookie = await server.signIn();
  admin = personClient(server.url, cookie);
  for (const key of ['staging', 'hidden'])
    await admin.environments.create.mutate({ key, name: key, copyFrom: 'production' });
  viewer = await joinPerson(server, cookie, 'viewer@example.com', {
    production: 'viewer',
    staging: 'viewer',
  });
  editor = await joinPerson(server, cookie, 'editor@example.com', {
    production: 'editor',
    staging: 'viewer',
  });
});
afterAll(() => server.close());

const from = 'staging';
const change = (environment: string, key: string, kind: 'flag' | 'segment', body: unknown) =>
  commit(server.dependencies.configuration, {
    environment,
    author: { kind: 'system', id: 'test', name: 'Test' },
    reason: 'test',
    changes: [{ kind, key, body }],
  });
const committed = (environment: string) => server.dependencies.configuration.committed(environment);

describe('promoting from one environment to another', () => {
  it('compares, previews, and brings chosen resources with what they need, as one commit', async () => {
    expect((await admin.promotions.compare.query({ from })).differences).toEqual([]);
    const conditions = [{ operator: 'in-segment', segment: 'inner' }];
    await change(from, 'inner', 'segment', {
      key: 'inner',
      name: 'Inner',
      conditions: [{ operator: 'exists', attribute: 'tier' }],
    });
    await change(from, 'outer', 'segment', { key: 'outer', name: 'Outer', conditions });
    await change(from, 'needed', 'flag', valueFlag('needed', true, false));
    const rule = {
      id: 'r',
      name: 'Outer',
      match: { kind: 'segment' as const, segment: 'outer' },
      serve: { kind: 'variant' as const, variant: 'on' },
    };
    const prerequisites = [{ flag: 'needed', variants: ['on'] }];
    await change(from, 'new', 'flag', valueFlag('new', true, false, { rules: [rule], prerequisites }));
    await change(from, 'unrelated', 'flag', valueFlag('unrelated', true, false));

    const { differences } = await admin.promotions.compare.query({ from });
    expect(differences.map(({ kind, key, action }) => `${action} ${kind} ${key}`).toSorted()).toEqual([
      'created flag needed',
      'created flag new',
      'created flag unrelated',
      'created segment inner',
      'created segment outer',
    ]);
    expect(differences.find(({ key }) => key === 'new')?.brings.toSorted()).toEqual([
      'flag needed',
      'segment inner',
      'segment outer',
    ]);

    const resources = [{ kind: 'flag' as const, key: 'new' }];
    const preview = await admin.promotions.preview.query({ from, resources });
    expect(preview.changes.map(({ key }) => key).toSorted()).toEqual(['inner', 'needed', 'new', 'outer']);
    const before = committed('production').revision;
    const request = { from, resources, expectedRevision: preview.revision, reason: 'Proven' };
    const result = await editor.client.promotions.promote.mutate(request);
    expect(result).toEqual({ revision: before + 1, changed: true, pending: null });
    expect(committed('production').flags.get('new')).toEqual(committed(from).flags.get('new'));
    expect(committed('production').flags.has('unrelated')).toBe(false);
    await expect(editor.client.promotions.promote.mutate(request)).rejects.toThrow('has moved');
  });

  it('keeps what the target has its own version of, and deletes what the source has not, where that is chosen', async () => {
    const outer = {
      key: 'outer',
      name: 'Outer here',
      conditions: [{ operator: 'exists', attribute: 'org' }],
    };
    await change('production', 'outer', 'segment', outer);
    await change(from, 'new', 'flag', { ...committed(from).flags.get('new'), name: 'Newer' });
    await change('production', 'only-here', 'flag', valueFlag('only-here', 1, 0));
    const resources = ['new', 'only-here'].map((key) => ({ kind: 'flag' as const, key }));
    const { changes, revision } = await admin.promotions.preview.query({ from, resources });
    expect(changes.map(({ key, action }) => `${action} ${key}`)).toEqual([
      'changed new',
      'deleted only-here',
    ]);
    await admin.promotions.promote.mutate({ from, resources, expectedRevision: revision, reason: 'Again' });
    expect(committed('production').segments.get('outer')?.name).toBe('Outer here');
    expect(committed('production').flags.has('only-here')).toBe(false);
  });

  it('shows nobody an environment in which they have no role, and lets nobody read-only promote', async () => {
    await expect(editor.client.promotions.compare.query({ from: 'hidden' })).rejects.toThrow('no role');
    await expect(admin.promotions.compare.query({ from: 'nowhere' })).rejects.toThrow('no environment');
    await expect(admin.promotions.compare.query({ from: 'production' })).rejects.toThrow('two different');
    const request = { from, expectedRevision: 1, reason: 'No' };
    await expect(
      viewer.client.promotions.promote.mutate({ ...request, resources: [{ kind: 'flag', key: 'new' }] }),
    ).rejects.toThrow('needs the role');
  });
});

describe('a log that was tampered with behind the server’s back', () => {
  it('is told on the page Audit', async () => {
    const connection = connect(path.join(server.dataDir, 'knowngood.db'), {
      durability: 'FULL',
      busyMs: 2_000,
    });
    const rename = (from: string, to: string) =>
      connection
        .prepare("update revisions set reason = ? where environment = 'hidden' and reason = ?")
        .run(to, from);
    const [revision] = await server.dependencies.store.configuration.walk({
      environment: 'hidden',
      after: 0,
      limit: 1,
    });
    rename(revision!.reason, 'Something else');
    const broken = (await admin.revisions.verifyAll.query()).find(
      ({ environment }) => environment === 'hidden',
    );
    expect(broken).toMatchObject({ ok: false, at: 1, problem: expect.stringContaining('was changed') });
    rename('Something else', revision!.reason);
    connection.close();
  });
});

describe('the log through the API', () => {
  it('is verified, with an exported head too', async () => {
    const head = await viewer.client.revisions.signedHead.query();
    expect(await viewer.client.revisions.verify.query({ head: head! })).toMatchObject({ ok: true });
    const forged = { ...head!, hash: 'a'.repeat(64) };
    expect((await viewer.client.revisions.verify.query({ head: forged })).ok).toBe(false);
    await expect(
      viewer.client.revisions.verify.query({ head: { ...head!, environment: 'staging' } }),
    ).rejects.toThrow('This head is of "staging"');
    const all = await admin.revisions.verifyAll.query();
    expect(all.map(({ environment, ok }) => `${environment} ${ok}`)).toEqual([
      'hidden true',
      'production true',
      'staging true',
      'system true',
    ]);
  });

  it('is evaluated at any revision, where the flag was another or is gone by now', async () => {
    const flag = valueFlag('past', 1, 0);
    const { revision } = await change('production', 'past', 'flag', flag);
    const off = await change('production', 'past', 'flag', { ...flag, on: false });
    const gone = await change('production', 'past', 'flag', null);
    const asOf = (number: number) =>
      viewer.client.flags.explain.query({ flag: 'past', context: { targetingKey: 'u' }, revision: number });
    expect((await asOf(revision)).evaluation).toMatchObject({ variant: 'on', value: 1 });
    expect((await asOf(off.revision)).evaluation).toMatchObject({ variant: 'off', reason: 'DISABLED' });
    await expect(asOf(gone.revision)).rejects.toThrow('no flag');
    await expect(asOf(gone.revision + 1)).rejects.toThrow('the log ends at');
  });

  it('goes out as a document and comes in as one commit, from nobody below a release manager', async () => {
    const { text } = await viewer.client.documents.export.query({ format: 'yaml' });
    expect((await viewer.client.documents.preview.mutate({ text })).changes).toEqual([]);
    const changed = text.replace('name: Newer', 'name: Outside');
    const { changes, revision } = await viewer.client.documents.preview.mutate({ text: changed });
    expect(changes).toMatchObject([{ key: 'new', lines: [{ what: 'Name', after: 'Outside' }] }]);
    const request = { text: changed, expectedRevision: revision, reason: 'From git' };
    await expect(editor.client.documents.import.mutate(request)).rejects.toThrow('needs the role');
    expect(await admin.documents.import.mutate(request)).toMatchObject({ revision: revision + 1 });
    await expect(viewer.client.documents.preview.mutate({ text: 'flags: 3' })).rejects.toThrow('format');
  });
});

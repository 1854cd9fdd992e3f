import { afterAll, beforeAll, expect, it } from 'vitest';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { joinPerson } from '../testing/testPeople.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
let manager: typeof admin;
let other: typeof admin;
let viewer: typeof admin;
beforeAll(async () => {
  server = await startTestServer();
  const cookie = await server.signIn();
  admin = personClient(server.url, cookie);
  const join = async (name: string, role: 'release-manager' | 'viewer') =>
    (await joinPerson(server, cookie, `${name}@example.com`, { production: role })).client;
  manager = await join('mo', 'release-manager');
  other = await join('ol', 'release-manager');
  viewer = await join('vi', 'viewer');
}, 60_000);
afterAll(() => server.close());

const policy = async (cutover: 'nobody' | 'second-person' | 'admin') => {
  const { policy: before, version } = await admin.approvals.policy.query();
  const asked = { policy: { ...before, cutover }, expectedVersion: version, reason: 'Two pairs of eyes' };
  await admin.approvals.setPolicy.mutate(asked);
};

it('a cutover and a retirement wait for the second person whom the environment wants, and a reverse never does', async () => {
  await admin.collections.create.mutate({
    key: 'help',
    name: 'Help',
    version: { embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 } },
  });
  await admin.ai.ingest.upsert.mutate({ collection: 'help', documents: [{ id: 'd', text: 'Doves.' }] });
  const version = { embedder: { provider: 'lexical' as const, model: 'lexical-b@1' as const } };
  const { id } = await manager.migrations.plan.mutate({ collection: 'help', version });
  await manager.migrations.act.mutate({ id, act: { kind: 'start' } });
  const get = () => viewer.migrations.get.query({ id });
  await expect.poll(async () => (await get()).state.gate?.verdict, { timeout: 20_000 }).toBe('unjudged');
  await other.migrations.act.mutate({ id, act: { kind: 'approve' } });
  await policy('second-person');
  const { epoch } = await get();
  const cutover = { kind: 'cutover' as const, epochSeen: epoch, confirmation: 'help' };
  const refused = await manager.migrations.dryRun.mutate({ id, act: cutover });
  expect(refused.checks.filter(({ passed }) => !passed).map(({ check }) => check)).toEqual(['agreement']);
  await expect(manager.migrations.act.mutate({ id, act: cutover })).rejects.toThrow(/wants a second person/);
  await manager.migrations.act.mutate({ id, act: { kind: 'agree', to: 'cutover' } });
  await expect(manager.migrations.act.mutate({ id, act: cutover })).rejects.toThrow(/other than yourself/);
  await expect(viewer.migrations.act.mutate({ id, act: { kind: 'agree', to: 'cutover' } })).rejects.toThrow(
    /you are "viewer" here/,
  );
  await policy('admin');
  await other.migrations.act.mutate({ id, act: { kind: 'agree', to: 'cutover' } });
  await expect(manager.migrations.act.mutate({ id, act: cutover })).rejects.toThrow(/wants an admin/);
  await admin.migrations.act.mutate({ id, act: { kind: 'agree', to: 'cutover' } });
  expect((await get()).approval).toMatchObject({ need: 'admin', agreed: [{}, {}, { act: 'cutover' }] });
  await manager.migrations.act.mutate({ id, act: cutover });
  expect((await get()).approval.agreed).toEqual([]);
  await manager.migrations.act.mutate({ id, act: { kind: 'reverse', epochSeen: epoch + 1 } });
  await expect(
    manager.migrations.act.mutate({ id, act: { ...cutover, epochSeen: epoch + 2 } }),
  ).rejects.toThrow(/wants an admin/);
  const retire = { kind: 'retire' as const, epochSeen: epoch + 2, confirmation: 'help' };
  await expect(manager.migrations.act.mutate({ id, act: retire })).rejects.toThrow(/wants an admin/);
  await admin.migrations.act.mutate({ id, act: { kind: 'agree', to: 'retire' } });
  await manager.migrations.act.mutate({ id, act: retire });
  const { revisions } = await viewer.revisions.list.query({ resource: { kind: 'collection', key: 'help' } });
  expect(revisions.map(({ reason }) => reason)).toContain('Index migration: agree');
}, 60_000);

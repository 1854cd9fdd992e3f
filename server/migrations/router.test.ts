import { afterAll, beforeAll, expect, it } from 'vitest';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { joinPerson } from '../testing/testPeople.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
let manager: typeof admin;
let viewer: typeof admin;
beforeAll(async () => {
  server = await startTestServer();
  const cookie = await server.signIn();
  admin = personClient(server.url, cookie);
  manager = (await joinPerson(server, cookie, 'mo@example.com', { production: 'release-manager' })).client;
  viewer = (await joinPerson(server, cookie, 'vi@example.com', { production: 'viewer' })).client;
}, 60_000);
afterAll(() => server.close());

it('a release manager moves a collection to another index and back over the wire; a viewer only looks', async () => {
  await admin.collections.create.mutate({
    key: 'help',
    name: 'Help',
    version: { embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 } },
  });
  const documents = ['Refunds take five days', 'Parcels fly', 'Doves carry them'];
  await admin.ai.ingest.upsert.mutate({
    collection: 'help',
    documents: documents.map((text, at) => ({ id: `d${at}`, text })),
  });
  const plan = {
    collection: 'help',
    version: { embedder: { provider: 'lexical' as const, model: 'lexical-b@1' as const } },
  };
  expect(await manager.migrations.estimate.mutate(plan)).toMatchObject({ documents: 3, usd: 0 });
  await expect(viewer.migrations.plan.mutate(plan)).rejects.toThrow(/release manager/);
  const { id } = await manager.migrations.plan.mutate(plan);
  await expect(viewer.migrations.act.mutate({ id, act: { kind: 'start' } })).rejects.toThrow(
    /release manager/,
  );
  const refused = await manager.migrations.act
    .mutate({ id, act: { kind: 'pause' } })
    .catch((error) => error.data);
  expect(refused).toMatchObject({ code: 'CONFLICT', issues: [{ path: 'stage' }] });
  await manager.migrations.act.mutate({ id, act: { kind: 'start' }, reason: 'Better answers' });
  await expect
    .poll(async () => (await viewer.migrations.get.query({ id })).state.gate?.verdict, { timeout: 20_000 })
    .toBe('unjudged');
  await admin.migrations.act.mutate({ id, act: { kind: 'approve' } });
  const { epoch, coverage } = await viewer.migrations.get.query({ id });
  expect(coverage).toMatchObject({ documents: 3, covered: 3 });
  const cutover = { kind: 'cutover' as const, epochSeen: epoch, confirmation: 'help' };
  expect(await viewer.migrations.dryRun.query({ id, act: cutover })).toMatchObject({ allowed: true });
  await manager.migrations.act.mutate({ id, act: cutover });
  const served = await viewer.collections.search.query({ key: 'help', query: 'refunds', k: 1 });
  expect(served).toMatchObject({ epoch: epoch + 1, passages: [{ document: 'd0' }] });
  await expect(manager.migrations.act.mutate({ id, act: cutover })).rejects.toThrow(/already/);
  await manager.migrations.act.mutate({ id, act: { kind: 'reverse', epochSeen: epoch + 1 } });
  expect((await viewer.migrations.list.query()).migrations).toMatchObject([
    { id, state: { stage: 'serving-old' } },
  ]);
  expect((await viewer.migrations.reports.query({ id })).reports).toHaveLength(1);
}, 60_000);

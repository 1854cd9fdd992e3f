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
  const same = {
    ...plan,
    version: {
      embedder: { provider: 'lexical' as const, model: 'lexical-a@1' as const, dimensions: 256 as const },
    },
  };
  await expect(manager.migrations.estimate.mutate(same)).rejects.toThrow(/has this index version already/);
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
  expect(await viewer.migrations.dryRun.mutate({ id, act: cutover })).toMatchObject({ allowed: true });
  await manager.migrations.act.mutate({ id, act: cutover });
  const served = await viewer.collections.search.mutate({ key: 'help', query: 'refunds', k: 1 });
  expect(served).toMatchObject({ epoch: epoch + 1, passages: [{ document: 'd0' }] });
  await expect(manager.migrations.act.mutate({ id, act: cutover })).rejects.toThrow(/already/);
  await manager.migrations.act.mutate({ id, act: { kind: 'reverse', epochSeen: epoch + 1 } });
  const { migrations } = await viewer.migrations.list.query();
  expect(migrations.find((one) => one.id === id)).toMatchObject({
    state: { stage: 'serving-old' },
    isDeleted: false,
  });
  expect((await viewer.migrations.reports.query({ id })).reports).toHaveLength(1);
}, 60_000);

it('a release manager lets a share of queries ahead over the wire, and viewers see the figures of both indexes', async () => {
  await admin.collections.create.mutate({
    key: 'care',
    name: 'Care',
    version: { embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 } },
  });
  const texts = ['Refunds take five days', 'Parcels fly', 'Doves carry them'];
  await admin.ai.ingest.upsert.mutate({
    collection: 'care',
    documents: texts.map((text, at) => ({ id: `d${at}`, text })),
  });
  const { collections } = await viewer.collections.list.query();
  expect(collections.find(({ key }) => key === 'care')).toMatchObject({ documents: 3 });
  await admin.ai.ingest.remove.mutate({ collection: 'care', ids: ['d2'] });
  const again = await viewer.collections.list.query();
  expect(again.collections.find(({ key }) => key === 'care')).toMatchObject({ documents: 2 });
  for (const [at, name] of ['First', 'Second'].entries())
    await admin.migrations.keepGoldenSet.mutate({
      collection: 'care',
      name,
      queries: Array.from({ length: at + 30 }, (_, one) => ({ query: `refunds ${one}`, grades: { d0: 1 } })),
    });
  const { sets } = await viewer.migrations.goldenSets.query({ collection: 'care' });
  expect(sets).toMatchObject([
    { name: 'Second', queries: 31, createdAt: expect.any(String) },
    { name: 'First', queries: 30 },
  ]);
  expect(Object.keys(sets[0] ?? {}).toSorted()).toEqual(['createdAt', 'hash', 'id', 'name', 'queries']);
  const version = { embedder: { provider: 'lexical' as const, model: 'lexical-b@1' as const } };
  const { id } = await manager.migrations.plan.mutate({ collection: 'care', version });
  const get = () => viewer.migrations.get.query({ id });
  expect(await get()).toMatchObject({
    startedAt: null,
    stages: [],
    canary: { percent: 0, segments: [] },
    estimate: { documents: 2, usd: 0, memory: { allowed: expect.any(Number) } },
    reverse: null,
    lag: [{ side: 'old', waiting: 0, oldestWaitingMs: null, dead: 0 }],
  });
  await manager.migrations.act.mutate({ id, act: { kind: 'start' } });
  await expect.poll(async () => (await get()).state.stage, { timeout: 20_000 }).toBe('ready');
  const canary = { kind: 'canary' as const, percent: 100, segments: [] };
  await expect(viewer.migrations.act.mutate({ id, act: canary })).rejects.toThrow(/release manager/);
  const unknown = { ...canary, segments: ['nobody-there'] };
  expect(await viewer.migrations.dryRun.mutate({ id, act: unknown })).toMatchObject({ allowed: false });
  expect(await viewer.migrations.dryRun.mutate({ id, act: canary })).toMatchObject({
    allowed: true,
    to: 'canary',
    would: ['All queries go to the new index, and the old one takes every write as before'],
  });
  await manager.migrations.act.mutate({ id, act: canary });
  const { indexVersion } = await admin.ai.search.mutate({ collection: 'care', query: 'refunds', k: 1 });
  const seen = await get();
  expect(seen).toMatchObject({ canary: { percent: 100 }, startedAt: expect.any(String) });
  expect(indexVersion).toBe(seen.state.to);
  await admin.ai.search.mutate({ collection: 'care', query: 'xyzzy', k: 1 });
  expect(await viewer.migrations.figures.query({ id })).toMatchObject({
    minutes: 10,
    sides: [
      { side: 'old', version: seen.state.from, queries: 0, p99Ms: null },
      { side: 'new', version: seen.state.to, queries: 2, failed: 0, p99Ms: expect.any(Number) },
    ],
  });
  const cutover = { kind: 'cutover' as const, epochSeen: seen.epoch, confirmation: 'care' };
  await manager.migrations.act.mutate({ id, act: cutover });
  expect((await get()).reverse).toEqual({
    possible: true,
    words: 'The old index has every write: one act sends all queries back to it',
    behindCount: 0,
    behind: [],
  });
}, 60_000);

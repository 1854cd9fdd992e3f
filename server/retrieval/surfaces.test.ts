import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyScope } from '../../shared/model/environment.ts';
import { restore } from '../configuration/restore.ts';
import type { AppRouter } from '../router.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { makeKey } from '../testing/testKeys.ts';
import { joinPerson } from '../testing/testPeople.ts';
import { drained } from './liveVersions.ts';

type Client = ReturnType<typeof personClient>;

let server: TestServer;
let admin: Client;
let viewer: Client;
let ingest: Client;
let call: Client;
beforeAll(async () => {
  server = await startTestServer();
  const cookie = await server.signIn();
  admin = personClient(server.url, cookie);
  viewer = (await joinPerson(server, cookie, 'vi@example.com', { production: 'viewer' })).client;
  ingest = await keyClient('ingest');
  call = await keyClient('call');
  await admin.collections.create.mutate({ key: 'help', name: 'Help pages' });
}, 60_000);
afterAll(() => server.close());

async function keyClient(scope: KeyScope): Promise<Client> {
  const { key } = await makeKey(server.dependencies.store.keys, [scope]);
  const headers = { authorization: `Bearer ${key}` };
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${server.url}/trpc`, headers })] });
}

const settled = async (key: string) => {
  const { retrieval } = server.dependencies;
  for (const { slot } of retrieval.directory.find('production', key).indexes)
    expect(await drained(retrieval, slot, 10_000)).toBe(true);
};

describe('a service', () => {
  it('ingests with one scope and searches with another, and each is refused what is not its own', async () => {
    const documents = [
      { id: 'refund', title: 'Refunds', text: 'A refund takes five days.', metadata: { page: 3 } },
      { id: 'parcel', fields: { carrier: 'Doves', speed: 'A parcel flies for two days' } },
    ];
    const sent = await ingest.ai.ingest.upsert.mutate({ collection: 'help', documents });
    expect(sent.documents.map(({ result }) => result)).toEqual(['written', 'written']);
    await settled('help');
    expect(await ingest.ai.ingest.status.query({ collection: 'help' })).toMatchObject({
      collection: 'help',
      indexes: [{ serves: true, waiting: 0, dead: 0, oldestWaitingAt: null }],
    });
    const found = await call.ai.search.mutate({
      collection: 'help',
      query: 'How long does a refund take?',
      k: 1,
    });
    expect(found).toMatchObject({
      collection: 'help',
      indexVersion: expect.stringMatching(/^iv_[0-9a-f]{20}$/),
      passages: [{ document: 'refund', title: 'Refunds', metadata: { page: 3 } }],
    });
    const flies = await call.ai.search.mutate({ collection: 'help', query: 'doves', k: 1 });
    expect(flies.passages[0]).toMatchObject({
      document: 'parcel',
      text: expect.stringContaining('carrier: Doves'),
    });
    await expect(call.ai.ingest.remove.mutate({ collection: 'help', ids: ['refund'] })).rejects.toThrow(
      /scope "ingest"/,
    );
    await expect(ingest.ai.search.mutate({ collection: 'help', query: 'x' })).rejects.toThrow(/scope "call"/);
    await expect(call.ai.search.mutate({ collection: 'nowhere', query: 'x' })).rejects.toThrow(
      /no collection "nowhere"/,
    );
  });
});

describe('a viewer', () => {
  it('reads everything of a collection and changes nothing', async () => {
    const { collections } = await viewer.collections.list.query();
    expect(collections.map(({ key, indexes }) => [key, indexes[0]?.lexical])).toEqual([
      ['docs', true],
      ['help', true],
    ]);
    const help = await viewer.collections.get.query({ key: 'help' });
    expect(help.coverage).toMatchObject([{ documents: 2, covered: 2, orphans: 0 }]);
    const { documents, next } = await viewer.collections.documents.query({ key: 'help', limit: 1 });
    expect([documents.map(({ id }) => id), next]).toEqual([['parcel'], 'parcel']);
    expect(await viewer.collections.document.query({ key: 'help', id: 'refund' })).toMatchObject({
      body: { text: 'A refund takes five days.' },
      applied: [{ chunks: 1 }],
    });
    expect(await viewer.collections.deadLetters.query({ key: 'help' })).toEqual({ letters: [], next: null });
    const { passages } = await viewer.collections.search.mutate({ key: 'help', query: 'refund' });
    expect(passages[0]?.document).toBe('refund');
    for (const act of [
      viewer.collections.create.mutate({ key: 'mine', name: 'Mine' }),
      viewer.collections.rename.mutate({ key: 'help', name: 'Mine', description: '' }),
      viewer.collections.delete.mutate({ key: 'help' }),
      viewer.ai.ingest.remove.mutate({ collection: 'help', ids: ['refund'] }),
    ])
      await expect(act).rejects.toThrow(/you are "viewer" here/);
  });
});

describe('a collection', () => {
  it('keeps its key when it is renamed, and the environment’s log says who made and renamed it', async () => {
    await admin.collections.rename.mutate({ key: 'help', name: 'Help centre', description: 'For customers' });
    expect(await admin.collections.get.query({ key: 'help' })).toMatchObject({ name: 'Help centre' });
    const { revisions } = await admin.revisions.list.query({ resource: { kind: 'collection', key: 'help' } });
    expect(revisions.map(({ reason, changes }) => [reason, changes[0]?.action])).toEqual([
      ['Renamed the collection to "Help centre"', 'changed'],
      ['Made the collection "Help pages"', 'created'],
    ]);
  });

  it('that flags retrieve from is deleted only for whoever types its key; its name is free again at once', async () => {
    await expect(admin.collections.delete.mutate({ key: 'docs' })).rejects.toThrow(
      /"docs-answer".*type its key/,
    );
    await expect(admin.collections.delete.mutate({ key: 'docs', confirm: 'doc' })).rejects.toThrow(
      /type its key/,
    );
    await admin.collections.delete.mutate({ key: 'docs', confirm: 'docs' });
    await expect(admin.collections.get.query({ key: 'docs' })).rejects.toThrow(/no collection "docs"/);
    await admin.collections.create.mutate({ key: 'docs', name: 'Docs anew' });
    expect(await admin.collections.get.query({ key: 'docs' })).toMatchObject({
      coverage: [{ documents: 0 }],
    });
    await expect(admin.collections.create.mutate({ key: 'docs', name: 'Twice' })).rejects.toThrow(/already/);
  });

  it('names no frozen table that nobody has', async () => {
    const embedder = {
      provider: 'lexical' as const,
      model: 'lexical-b@1' as const,
      dimensions: 1_024 as const,
      artifacts: { idf: '0'.repeat(64) },
    };
    const make = admin.collections.create.mutate({ key: 'bare', name: 'Bare', version: { embedder } });
    await expect(make).rejects.toThrow('leave "artifacts" out');
    expect((await admin.collections.list.query()).collections.some(({ key }) => key === 'bare')).toBe(false);
  });

  it('cannot be made on a provider that is not there, or has no embeddings', async () => {
    const embedder = { provider: 'nobody', model: 'm-1', dimensions: 8 };
    await expect(
      admin.collections.create.mutate({ key: 'odd', name: 'Odd', version: { embedder } }),
    ).rejects.toThrow(/"nobody" is not set up/);
  });

  it('is left where it is by a restore: neither the collection nor its pointer goes back', async () => {
    const { configuration, retrieval } = server.dependencies;
    const before = retrieval.directory.find('production', 'help');
    const { revision } = configuration.committed('production');
    await restore(configuration, {
      environment: 'production',
      number: 2,
      author: { kind: 'system', id: 't', name: 't' },
      reason: 'test',
      expectedRevision: revision,
    });
    await retrieval.directory.reload();
    expect(retrieval.directory.find('production', 'help')).toEqual(before);
    expect(configuration.committed('production').collections.has('help')).toBe(true);
  });
});

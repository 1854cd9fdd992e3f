import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
let cookie: string;
let admin: ReturnType<typeof personClient>;
const version = { embedder: { provider: 'lexical' as const, model: 'lexical-a@1' as const } };
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signIn();
  admin = personClient(server.url, cookie);
  await admin.collections.create.mutate({ key: 'help', name: 'Help', version });
}, 60_000);
afterAll(() => server.close());

/** A body as it stands on the wire: JSON that no client of ours would write. */
async function send(path: string, body: string) {
  const response = await fetch(`${server.url}/trpc/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie,
      origin: server.url,
    },
    body,
  });
  const { error } = (await response.json()) as {
    error?: { message: string; data: { issues: { path: string; message: string }[] } };
  };
  return { status: response.status, message: error?.message ?? '', issues: error?.data.issues ?? [] };
}

describe('half a character or a zero byte is refused by the name of its field', () => {
  const documents = (part: string) => `{"collection":"help","documents":[{"id":"d","text":"Doves",${part}}]}`;
  const plan = '"embedder":{"provider":"lexical","model":"lexical-b@1"}';
  it.each([
    ['ai.ingest.upsert', documents('"fields":{"\\ud800":"b"}'), 'documents.0.fields'],
    ['ai.ingest.upsert', documents('"fields":{"a\\u0000":"b"}'), 'documents.0.fields'],
    ['ai.ingest.upsert', documents('"metadata":{"\\ud800":"b"}'), 'documents.0.metadata'],
    ['ai.ingest.upsert', documents('"metadata":{"a\\u0000b":"b"}'), 'documents.0.metadata'],
    ['ai.ingest.upsert', documents('"fields":{"":"b"}'), 'documents.0.fields'],
    ['collections.create', '{"key":"x","name":"\\ud800"}', 'name'],
    ['collections.create', '{"key":"x","name":"a\\u0000"}', 'name'],
    ['collections.create', '{"key":"x","name":"X","description":"\\ud800"}', 'description'],
    ['collections.create', `{"key":"x","name":"X","version":{"label":"\\ud800",${plan}}}`, 'version.label'],
    ['migrations.plan', `{"collection":"help","version":{"label":"\\ud800",${plan}}}`, 'version.label'],
  ])('%s %s', async (path, body, field) => {
    const refused = await send(path, body);
    expect(refused).toMatchObject({ status: 400, issues: [{ path: field }] });
    expect(refused.message).toMatch(/half a character|1 to 100 characters/);
  });
});

describe('what is wrong is said', () => {
  const create = (embedder: string) =>
    send('collections.create', `{"key":"x","name":"X","version":{"embedder":${embedder}}}`);
  const upsert = (metadata: string) =>
    send(
      'ai.ingest.upsert',
      `{"collection":"help","documents":[{"id":"d","text":"Doves","metadata":{"a":${metadata}}}]}`,
    );

  it('of an embedder', async () => {
    expect((await create('{"provider":"lexical","model":"lexical-z@1"}')).message).toMatch(
      /^version.embedder: .*lexical-a@1 and lexical-b@1/,
    );
    expect((await create('{"provider":"lexical","model":"lexical-a@1","dimensions":9}')).message).toMatch(
      /^version.embedder.*dimensions.*256/,
    );
    expect((await create('{"provider":"openai","model":"text-embedding-3-small"}')).message).toMatch(
      /^version.embedder.*dimensions/,
    );
    expect((await create('7')).message).toMatch(/^version.embedder.*provider/);
  });

  it('of metadata', async () => {
    for (const wrong of ['{"b":1}', '[1]', '1e999'])
      expect((await upsert(wrong)).message).toMatch(
        /metadata\.a: .*a text, a finite number, true, false or null/,
      );
    expect((await upsert(`"${'x'.repeat(2_001)}"`)).message).toMatch(/2,000 characters/);
    expect((await upsert('"\\ud800"')).message).toMatch(/half a character/);
  });
});

it('the built-in embedders know their dimensions', async () => {
  for (const [key, embedder, dimensions] of [
    ['plain-a', { provider: 'lexical', model: 'lexical-a@1' }, 256],
    ['plain-b', { provider: 'lexical', model: 'lexical-b@1' }, 1_024],
    ['said-b', { provider: 'lexical', model: 'lexical-b@1', dimensions: 1_024 }, 1_024],
  ] as const) {
    const made = await admin.collections.create.mutate({ key, name: key, version: { embedder } });
    expect(made.indexes[0]?.specification.embedder).toMatchObject({ model: embedder.model, dimensions });
  }
});

it('a query that shares no word with a document does not find it', async () => {
  await admin.ai.ingest.upsert.mutate({
    collection: 'help',
    documents: [
      { id: 'd0', text: 'Refunds take five days' },
      { id: 'd1', text: 'Parcels fly' },
    ],
  });
  const find = async (query: string) =>
    (await admin.ai.search.mutate({ collection: 'help', query })).passages.map(({ document }) => document);
  await expect.poll(() => find('refunds'), { timeout: 10_000 }).toEqual(['d0']);
  expect(await find('xyzzy')).toEqual([]);
});

it('an environment that does not exist has no collections to read', async () => {
  const read = async (path: string, input: object, environment: string) => {
    const url = `${server.url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
    return (await fetch(url, { headers: { cookie, 'knowngood-environment': environment } })).status;
  };
  for (const [path, input] of [
    ['collections.list', {}],
    ['collections.get', { key: 'help' }],
    ['migrations.list', {}],
    ['migrations.goldenSets', { collection: 'help' }],
  ] as const) {
    expect(await read(path, input, 'production'), path).toBe(200);
    expect(await read(path, input, 'nowhere'), path).toBe(404);
  }
});

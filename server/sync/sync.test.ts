import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { saveFlags, valueFlag } from '../testing/testFlags.ts';
import { makeKey } from '../testing/testKeys.ts';
import { createReceipts } from './receipts.ts';

let server: TestServer;
let key: string;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signIn();
  ({ key } = await makeKey(server.dependencies.store.keys, ['sync']));
});
afterAll(() => server.close());

const ask = (path: string, init: RequestInit = {}, by = key) =>
  fetch(`${server.url}/sync/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json', ...init.headers },
  });
const acknowledge = (body: unknown) => ask('/acknowledge', { method: 'POST', body: JSON.stringify(body) });

describe('the snapshot', () => {
  it('is the rulebook, and 304 until it changes', async () => {
    const first = await ask('/snapshot');
    const rulebook = (await first.json()) as { flags: { key: string }[]; revision: number };
    expect(rulebook.flags.map((flag) => flag.key)).toEqual(['docs-answer']);
    expect(Object.keys(rulebook)).toEqual([
      'environment',
      'revision',
      'tag',
      'flags',
      'segments',
      'overrides',
    ]);
    const headers = { 'if-none-match': String(first.headers.get('etag')) };
    expect((await ask('/snapshot', { headers })).status).toBe(304);
    await saveFlags(server.dependencies.configuration, valueFlag('one', 1, 2));
    expect((await ask('/snapshot', { headers })).status).toBe(200);
  });

  it('needs a key with the scope sync', async () => {
    for (const path of ['/snapshot', '/events', '/acknowledge']) {
      expect((await ask(path, {}, `kg_${'0'.repeat(64)}`)).status).toBe(401);
      expect((await ask(path, {}, server.key)).status).toBe(403);
    }
  });
});

describe('events', () => {
  it('name the revision at once, and bring a small rulebook with each change', async () => {
    const leaving = new AbortController();
    const response = await ask('/events', {
      signal: AbortSignal.any([leaving.signal, AbortSignal.timeout(8_000)]),
    });
    let seen = '';
    let saved = 0;
    for await (const bytes of response.body!) {
      seen += new TextDecoder().decode(bytes);
      if (saved === 0) saved = await saveFlags(server.dependencies.configuration, valueFlag('one', 3, 2));
      else if (seen.includes(`id: ${saved}\n`) && seen.endsWith('\n\n')) break;
    }
    leaving.abort();
    const data = seen.match(/(?<=data: ).*/g)!.map((line) => JSON.parse(line));
    expect(data).toMatchObject([
      { revision: saved - 1, tag: expect.stringMatching(/^\d+-[0-9a-f]{12}$/) },
      { revision: saved, rulebook: { revision: saved } },
    ]);
    expect(data[0]).not.toHaveProperty('rulebook');
  });
});

describe('a question for the headers of the event stream', () => {
  it('is answered, and keeps no place open', async () => {
    const response = await ask('/events', { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await response.text()).toBe('');
  });
});

describe('a key that is revoked', () => {
  it('has its event stream ended, and opens nothing any more', async () => {
    const { keys } = server.dependencies.store;
    const own = await makeKey(keys, ['sync']);
    const stream = await ask('/events', { signal: AbortSignal.timeout(18_000) }, own.key);
    await keys.revoke(own.id, new Date().toISOString());
    expect(await stream.text()).toMatch(/^id: \d+\ndata: /);
    for (const path of ['/snapshot', '/events']) expect((await ask(path, {}, own.key)).status).toBe(401);
  });
});

describe('receipts', () => {
  it('say who obeys, who lags and how long it took, and go live', async () => {
    const admin = personClient(server.url, cookie);
    const { configuration } = server.dependencies;
    const { revision } = configuration.snapshot('production');
    await acknowledge({ client: 'a', name: 'Checkout', revision, evaluated: { one: 3, unknown: 1 } });
    await acknowledge({ client: 'b', name: 'Search', revision });
    expect(server.dependencies.usage.lastEvaluated('production', 'one')).not.toBeNull();
    const next = await saveFlags(configuration, valueFlag('one', 4, 2));
    await acknowledge({ client: 'b', name: 'Search', revision: next });
    const receipts = await admin.clients.receipts.query();
    expect(receipts).toMatchObject({
      revision: next,
      clients: [
        { id: 'a', name: 'Checkout', kind: 'client', revision, lagging: true, obeyedMs: null },
        { id: 'b', name: 'Search', revision: next, lagging: false },
      ],
      obeyed: 1,
      total: 2,
    });
    expect(receipts.slowestMs).toBe(receipts.clients[1]!.obeyedMs);
    expect(receipts.slowestMs).toBeLessThan(10_000);
  });

  it('are for people only', async () => {
    const service = server.service.clients.receipts.query();
    await expect(service).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
  });

  it('refuse words that do not fit', async () => {
    const bad = [
      {},
      { client: 'a', name: '', revision: 1 },
      { client: 'a b', name: 'x', revision: 1 },
      { client: 'a', name: 'x', revision: -1 },
      // Not made yet: such a word would count as obeying whatever comes.
      {
        client: 'a',
        name: 'x',
        revision: server.dependencies.configuration.snapshot('production').revision + 1,
      },
      { client: 'a', name: 'x', revision: 1, agoMs: -1 },
      { client: 'a', name: 'x', revision: 1, evaluated: { one: -3 } },
      { client: 'a', name: 'x', revision: 1, evaluated: { 'not a key': 1 } },
      [],
      'text',
    ];
    for (const body of bad) expect((await acknowledge(body)).status).toBe(400);
    expect((await acknowledge({ client: 'a', name: 'x'.repeat(2_000_000), revision: 1 })).status).toBe(413);
  });

  it('forget who was not seen for a minute, and keep keys apart', () => {
    let now = 1_000_000;
    const made = new Map([[7, 1_000_500]]);
    const receipts = createReceipts({ of: (_, revision) => made.get(revision) ?? null }, () => new Date(now));
    const told: string[] = [];
    receipts.watch((environment) => told.push(environment));
    const word = { client: 'x', name: 'X', revision: 6, agoMs: 0 };
    receipts.acknowledge('production', 'key1', word);
    receipts.acknowledge('production', 'key2', word);
    now += 800;
    receipts.acknowledge('production', 'key1', { ...word, revision: 7, agoMs: 100 });
    receipts.acknowledge('production', 'key1', { ...word, revision: 7, agoMs: 400 });
    expect(told).toHaveLength(3);
    expect(receipts.list('production', 7).map(({ id, obeyedMs }) => [id, obeyedMs])).toEqual([
      ['x', 200],
      ['x', null],
    ]);
    now += 60_000;
    expect(receipts.list('production', 7)).toHaveLength(1);
    now += 1;
    expect(receipts.list('production', 7)).toEqual([]);
    expect(told).toHaveLength(5);
    receipts.close();
  });

  it('are bounded for each key', () => {
    const receipts = createReceipts({ of: () => null }, () => new Date());
    const say = (client: number, key: string) =>
      receipts.acknowledge('production', key, { client: `c${client}`, name: 'x', revision: 1, agoMs: 0 });
    for (let client = 0; client < 1_000; client++) say(client, 'key1');
    expect(() => say(1_000, 'key1')).toThrow('1000 clients');
    expect(() => say(0, 'key1')).not.toThrow();
    expect(() => say(1_000, 'key2')).not.toThrow();
    receipts.close();
  });
});

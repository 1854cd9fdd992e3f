import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { liftOverride, setOverride } from '../server/overrides/setOverride.ts';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import { halfSplit, saveFlags, valueFlag } from '../server/testing/testFlags.ts';
import { makeKey } from '../server/testing/testKeys.ts';
import { type Client, type ClientError, type ClientOptions, createClient } from './index.ts';
import type { ServerGenerate } from './serverTypes.ts';

let server: TestServer;
let key: string;
let folder: string;
const clients: Client[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'knowngood-client-'));
  server = await startTestServer();
  ({ key } = await makeKey(server.dependencies.store.keys, ['sync', 'call']));
  await saveFlags(
    server.dependencies.configuration,
    valueFlag('new-search', true, false),
    valueFlag('half', 'new', 'old', halfSplit),
    valueFlag('limit', 20, 10),
    valueFlag('theme', { dark: true }, { dark: false }),
  );
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (options: Partial<ClientOptions> = {}) => {
  const client = createClient({ url: server.url, key, name: 'test', ...options });
  clients.push(client);
  return client;
};
const override = {
  environment: 'production',
  target: 'new-search',
  author: { kind: 'system' as const, id: 't', name: 't' },
  reason: 'test',
};
const ada = { targetingKey: 'ada' };
const searchIs = (client: Client, value: boolean, timeout = 5_000) =>
  expect.poll(() => client.boolean('new-search', ada, !value), { timeout, interval: 5 }).toBe(value);

describe('evaluating', () => {
  it('answers by type, with details, and as the server does', async () => {
    const client = start();
    await client.ready();
    expect(client.boolean('new-search', ada, false)).toBe(true);
    expect(client.number('limit', ada, 0)).toBe(20);
    expect(client.json('theme', ada, { dark: false })).toEqual({ dark: true });
    const details = client.details('half', ada, 'none');
    const { evaluator, revision } = server.dependencies.configuration.snapshot('production');
    expect(details).toMatchObject({
      value: evaluator.evaluate('half', ada)?.value,
      reason: 'SPLIT',
      errorCode: null,
      metadata: { flagKind: 'value', revision },
    });
    expect(client.evaluate('half', ada)).toEqual(evaluator.evaluate('half', ada));
    expect(client.string('docs-answer', { ...ada, beta: true, tier: 'pro' }, '')).toBe('thorough');
  });

  it('gives the default with a code where there is no answer of that type', async () => {
    const client = start();
    expect(client.details('new-search', ada, false)).toMatchObject({ errorCode: 'PROVIDER_NOT_READY' });
    await client.ready();
    expect(client.details('nothing', ada, 7)).toMatchObject({ value: 7, errorCode: 'FLAG_NOT_FOUND' });
    expect(client.details('limit', ada, 'x')).toMatchObject({ value: 'x', errorCode: 'TYPE_MISMATCH' });
    expect(client.details('half', {}, 'x')).toMatchObject({
      value: 'x',
      reason: 'ERROR',
      errorCode: 'TARGETING_KEY_MISSING',
    });
    expect(client.evaluate('nothing')).toBeNull();
  });

  it('takes microseconds', async () => {
    const client = start();
    await client.ready();
    const contexts = Array.from({ length: 1_000 }, (_, index) => ({ targetingKey: `user-${index}` }));
    const before = performance.now();
    for (let round = 0; round < 100; round++)
      for (const context of contexts) client.string('half', context, '');
    expect((performance.now() - before) / 100).toBeLessThan(50);
  });

  it('generates through the server', async () => {
    // Does not compile when the server takes or answers with something else than the client says.
    const generate: ServerGenerate = start().generate;
    const answer = await generate({ flag: 'docs-answer', input: 'What is a flag?', context: ada });
    expect(answer).toMatchObject({ status: 'ok', simulated: true });
  });
});

describe('a change', () => {
  it('is obeyed, told with the flags that it concerns, and acknowledged', async () => {
    const { configuration, receipts } = server.dependencies;
    const client = start({ name: 'checkout' });
    await client.ready();
    const changes: string[][] = [];
    client.on('change', ({ flags }) => changes.push(flags));
    await setOverride(configuration, { ...override, mode: 'kill' });
    await searchIs(client, false);
    expect(client.details('new-search', ada, true)).toMatchObject({
      reason: 'STATIC',
      metadata: { override: 'kill' },
    });
    expect(changes).toEqual([['new-search']]);
    const { revision } = configuration.snapshot('production');
    await expect
      .poll(() => receipts.list('production', revision).find((one) => one.name === 'checkout'))
      .toMatchObject({ revision, lagging: false, obeyedMs: expect.any(Number) });
    await liftOverride(configuration, override);
    await searchIs(client, true);
  });

  it('reaches clients although no disk has taken it', async () => {
    const { configuration } = server.dependencies;
    const client = start();
    await client.ready();
    const uncommitted = {
      environment: 'production',
      override: { target: 'new-search', mode: 'kill' as const, since: new Date().toISOString() },
      author: override.author,
      reason: 'the disk is full',
    };
    configuration.obey('production', 'new-search', uncommitted);
    await searchIs(client, false);
    configuration.obey('production', 'new-search', null);
    await searchIs(client, true);
  });

  it('tells of evaluations, so that unused flags can be found', async () => {
    const client = start();
    await client.ready();
    await saveFlags(server.dependencies.configuration, valueFlag('fresh', 1, 2));
    await expect.poll(() => client.number('fresh', ada, 0)).toBe(1);
    await client.close();
    expect(server.dependencies.usage.lastEvaluated('production', 'fresh')).not.toBeNull();
  });
});

describe('the cache file', () => {
  it('is written whole, for its owner only', async () => {
    const cacheFile = path.join(folder, 'own', 'cache.json');
    const client = start({ cacheFile });
    await client.ready();
    await client.close();
    expect(JSON.parse(await readFile(cacheFile, 'utf8'))).toMatchObject({ revision: client.revision() });
    expect((await stat(cacheFile)).mode & 0o777).toBe(0o600);
    expect(await readdir(path.dirname(cacheFile))).toEqual(['cache.json']);
  });

  it('lets a service start and evaluate while the server is down', async () => {
    const cacheFile = path.join(folder, 'cache.json');
    const first = start({ cacheFile });
    await first.ready();
    await first.close();
    const client = start({ cacheFile, url: 'http://127.0.0.1:9' });
    const errors: ClientError[] = [];
    client.on('error', (error) => errors.push(error));
    expect(client.boolean('new-search', ada, false)).toBe(true);
    await client.ready();
    expect(client.revision()).toBe(first.revision());
    await expect.poll(() => errors.map((error) => error.code)).toEqual(['unreachable']);
  });

  it('is ignored with a warning when it is corrupted', async () => {
    const cacheFile = path.join(folder, 'corrupted.json');
    await writeFile(cacheFile, '{"revision":3,"fla');
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    const client = start({ cacheFile });
    expect((await warned).message).toContain('ignores the cache file');
    await client.ready();
    expect(client.boolean('new-search', ada, false)).toBe(true);
    await client.close();
    expect(JSON.parse(await readFile(cacheFile, 'utf8'))).toMatchObject({ revision: client.revision() });
  });
});

describe('without a server or a cache', () => {
  it('ready says so in time, and evaluations give the defaults', async () => {
    const client = start({ url: 'http://127.0.0.1:9' });
    await expect(client.ready(300)).rejects.toMatchObject({ code: 'not-ready' });
    expect(client.boolean('new-search', ada, true)).toBe(true);
    const waiting = client.ready();
    await client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('a revoked key', () => {
  it('is told as an error, and what was there before still decides', async () => {
    const { keys } = server.dependencies.store;
    const own = await makeKey(keys, ['sync']);
    const client = start({ key: own.key, pollMs: 300 });
    await client.ready();
    const errors: ClientError[] = [];
    client.on('error', (error) => errors.push(error));
    await keys.revoke(own.id, new Date().toISOString());
    await expect.poll(() => errors[0]?.code, { timeout: 6_000 }).toBe('unauthorized');
    expect(client.boolean('new-search', ada, false)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(errors).toHaveLength(1);
  });
});

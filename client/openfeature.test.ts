import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setOverride } from '../server/overrides/setOverride.ts';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import { halfSplit, saveFlags, valueFlag } from '../server/testing/testFlags.ts';
import { makeKey } from '../server/testing/testKeys.ts';
import { createClient } from './index.ts';
import { KnowngoodProvider } from './openfeature.ts';

let server: TestServer;
let keyId: string;
let requests = 0;
const seen: string[] = [];
beforeAll(async () => {
  server = await startTestServer();
  const { configuration, store } = server.dependencies;
  await saveFlags(
    configuration,
    valueFlag('new-search', true, false),
    valueFlag('half', 'new', 'old', halfSplit),
    valueFlag('limits', { rows: 20 }, { rows: 10 }),
    valueFlag('since', true, false, {
      rules: [
        {
          id: 'early',
          name: 'Early',
          match: {
            kind: 'conditions',
            conditions: [{ operator: 'before', attribute: 'joined', date: '2026-01-01T00:00:00.000Z' }],
          },
          serve: { kind: 'variant', variant: 'off' },
        },
      ],
    }),
  );
  const made = await makeKey(store.keys, ['sync']);
  keyId = made.id;
  const counting: typeof fetch = (...request) => {
    requests++;
    return fetch(...request);
  };
  const client = createClient({ url: server.url, key: made.key, pollMs: 300, fetch: counting });
  await OpenFeature.setProviderAndWait(new KnowngoodProvider(client));
  OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (details) => {
    seen.push(ProviderEvents.ConfigurationChanged, ...((details?.flagsChanged as string[]) ?? []));
  });
  OpenFeature.addHandler(ProviderEvents.Stale, () => seen.push(ProviderEvents.Stale));
  OpenFeature.addHandler(ProviderEvents.Error, () => seen.push(ProviderEvents.Error));
});
afterAll(async () => {
  await OpenFeature.close();
  await server.close();
});

const ada = { targetingKey: 'ada' };

describe('our OpenFeature provider', () => {
  it('evaluates in this process, with reasons and metadata', async () => {
    const client = OpenFeature.getClient();
    const before = requests;
    for (let index = 0; index < 200; index++) await client.getBooleanValue('new-search', false, ada);
    expect(requests - before).toBeLessThan(20);
    expect(await client.getBooleanDetails('new-search', false, ada)).toMatchObject({
      value: true,
      reason: 'STATIC',
      variant: 'on',
      flagMetadata: { flagKind: 'value' },
    });
    expect(await client.getStringDetails('half', '', ada)).toMatchObject({
      reason: 'SPLIT',
      flagMetadata: { bucket: expect.any(Number) },
    });
    expect(await client.getObjectValue('limits', {}, ada)).toEqual({ rows: 20 });
  });

  it('gives the default with OpenFeature codes', async () => {
    const client = OpenFeature.getClient();
    expect(await client.getStringDetails('nothing', 'x', ada)).toMatchObject({
      value: 'x',
      errorCode: 'FLAG_NOT_FOUND',
    });
    expect(await client.getNumberDetails('new-search', 7, ada)).toMatchObject({
      value: 7,
      errorCode: 'TYPE_MISMATCH',
    });
    expect(await client.getStringDetails('half', 'x')).toMatchObject({
      value: 'x',
      errorCode: 'TARGETING_KEY_MISSING',
    });
  });

  it('reads dates, and leaves out what no condition can read', async () => {
    const client = OpenFeature.getClient();
    const joined = new Date('2025-06-01T00:00:00Z');
    expect(await client.getBooleanValue('since', true, { ...ada, joined, nested: { a: 1 } })).toBe(false);
    expect(await client.getBooleanValue('since', false, { ...ada, joined: new Date('2026-06-01') })).toBe(
      true,
    );
  });

  it('tells of changes, and of a key that is refused, and evaluates on', async () => {
    const client = OpenFeature.getClient();
    const { configuration, store } = server.dependencies;
    await setOverride(configuration, {
      environment: 'production',
      target: 'new-search',
      mode: 'kill',
      author: { kind: 'system', id: 't', name: 't' },
      reason: 'test',
    });
    await expect.poll(() => seen).toEqual([ProviderEvents.ConfigurationChanged, 'new-search']);
    expect(await client.getBooleanDetails('new-search', true, ada)).toMatchObject({
      value: false,
      reason: 'STATIC',
      flagMetadata: { override: 'kill' },
    });
    await store.keys.revoke(keyId, new Date().toISOString());
    await expect
      .poll(() => seen.slice(2), { timeout: 8_000 })
      .toEqual([ProviderEvents.Error, ProviderEvents.Stale]);
    expect(await client.getBooleanValue('new-search', true, ada)).toBe(false);
  });
});

describe('our OpenFeature provider without a server', () => {
  it('fails to start with the default at hand, and is ready once the server is there', async () => {
    const early = createServer(() => {});
    await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve));
    const { port } = early.address() as AddressInfo;
    await new Promise((resolve) => early.close(resolve));
    const { key } = await makeKey(server.dependencies.store.keys, ['sync']);
    const client = createClient({ url: `http://127.0.0.1:${port}`, key, pollMs: 250 });
    const impatient = { ...client, ready: () => client.ready(600) };
    const own = OpenFeature.getClient('late');
    await expect(OpenFeature.setProviderAndWait('late', new KnowngoodProvider(impatient))).rejects.toThrow();
    // A handler is told at once of the state that there is.
    const told: string[] = [];
    for (const event of [ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Error])
      own.addHandler(event, () => told.push(event));
    expect(await own.getObjectValue('limits', {}, ada)).toEqual({});
    const body = await (
      await fetch(`${server.url}/sync/v1/snapshot`, { headers: { authorization: `Bearer ${key}` } })
    ).text();
    const late = createServer((request, response) => {
      if (request.url === '/sync/v1/snapshot') response.end(body);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => late.listen(port, '127.0.0.1', resolve));
    await expect.poll(() => told).toEqual([ProviderEvents.Error, ProviderEvents.Ready]);
    expect(await own.getObjectValue('limits', {}, ada)).toEqual({ rows: 20 });
    await client.close();
    late.closeAllConnections();
    late.close();
  });
});

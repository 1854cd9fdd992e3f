import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import { saveFlags, valueFlag } from '../server/testing/testFlags.ts';
import { makeKey } from '../server/testing/testKeys.ts';
import { createClient } from './index.ts';
import { KnowngoodProvider } from './openfeature.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ key } = await makeKey(server.dependencies.store.keys, ['sync']));
});
afterAll(async () => {
  await OpenFeature.close();
  await server.close();
});

const ada = { targetingKey: 'ada' };
const saleFrom = (from: number, until: number) =>
  valueFlag('sale', true, false, {
    fallthrough: { kind: 'variant', variant: 'off' },
    rules: [
      {
        id: 'sale',
        name: 'Sale',
        window: { from: new Date(from).toISOString(), until: new Date(until).toISOString() },
        match: { kind: 'conditions', conditions: [{ operator: 'exists', attribute: 'targetingKey' }] },
        serve: { kind: 'variant', variant: 'on' },
      },
    ],
  });

describe('a time window', () => {
  it('opens and closes by the clock of the client, which tells of both moments', async () => {
    const { configuration } = server.dependencies;
    const [from, until] = [Date.now() + 3_000, Date.now() + 4_500];
    const revision = await saveFlags(configuration, saleFrom(from, until));
    const client = createClient({ url: server.url, key });
    await OpenFeature.setProviderAndWait(new KnowngoodProvider(client));
    const told: unknown[] = [];
    const values: [number, boolean][] = [];
    client.on('change', (event) => {
      told.push(event);
      values.push([Date.now(), client.boolean('sale', ada, false)]);
    });
    const flagsChanged: unknown[] = [];
    OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (event) => {
      flagsChanged.push(event?.flagsChanged);
    });
    expect(client.boolean('sale', ada, true)).toBe(false);
    await expect.poll(() => told.length, { timeout: 15_000 }).toBe(2);
    const change = { revision, flags: ['sale'] };
    expect(told).toEqual([change, change]);
    expect(values.map(([, value]) => value)).toEqual([true, false]);
    expect(values[0]![0]).toBeGreaterThanOrEqual(from);
    expect(values[1]![0]).toBeGreaterThanOrEqual(until);
    expect(flagsChanged).toEqual([['sale'], ['sale']]);
    expect(client.revision()).toBe(revision);
  });

  it('is told no more once the client is closed', async () => {
    const { configuration } = server.dependencies;
    const from = Date.now() + 2_500;
    await saveFlags(configuration, saleFrom(from, from + 60_000));
    const [open, closed] = [createClient({ url: server.url, key }), createClient({ url: server.url, key })];
    await Promise.all([open.ready(), closed.ready()]);
    const told: string[] = [];
    open.on('change', () => told.push('open'));
    closed.on('change', () => told.push('closed'));
    await closed.close();
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['open']);
    // What decides is the clock, whether somebody is told or not.
    expect(closed.boolean('sale', ada, false)).toBe(true);
    await open.close();
  });
});

import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature as Service } from '@openfeature/server-sdk';
import { ClientProviderEvents, type Provider, OpenFeature as Web } from '@openfeature/web-sdk';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setOverride } from '../overrides/setOverride.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { halfSplit, saveFlags, valueFlag } from '../testing/testFlags.ts';
import { makeKey } from '../testing/testKeys.ts';

const shop = 'https://shop.example';
let server: TestServer;
let publicKey: string;
beforeAll(async () => {
  server = await startTestServer();
  publicKey = (await makeKey(server.dependencies.store.keys, ['public'], [shop])).key;
  await saveFlags(
    server.dependencies.configuration,
    valueFlag('banner', 'new', 'old', { public: true, ...halfSplit }),
    valueFlag('dark', true, false, { public: true }),
    valueFlag('private', true, false),
    valueFlag('limits', { rows: 20 }, { rows: 10 }),
  );
});
afterAll(async () => {
  await Promise.all([Service.close(), Web.close()]);
  await server.close();
});

const expected = (flag: string) =>
  server.dependencies.configuration.snapshot('production').evaluator.evaluate(flag, { targetingKey: 'ada' });

describe('the OpenFeature provider for servers', () => {
  it('reads values of every type, reasons and errors', async () => {
    await Service.setProviderAndWait(
      new OFREPProvider({ baseUrl: server.url, headers: [['Authorization', `Bearer ${server.key}`]] }),
    );
    const client = Service.getClient();
    const context = { targetingKey: 'ada' };
    expect(await client.getBooleanValue('private', false, context)).toBe(true);
    expect(await client.getObjectValue('limits', {}, context)).toEqual({ rows: 20 });
    expect(await client.getStringDetails('banner', '', context)).toMatchObject({
      value: expected('banner')?.value,
      reason: 'SPLIT',
      flagMetadata: { bucket: expected('banner')?.bucket },
    });
    expect(await client.getStringDetails('banner', 'none')).toMatchObject({
      value: 'none',
      errorCode: 'TARGETING_KEY_MISSING',
    });
    expect(await client.getStringDetails('nothing', 'none', context)).toMatchObject({
      value: 'none',
      errorCode: 'FLAG_NOT_FOUND',
    });
    expect(await client.getNumberDetails('private', 7, context)).toMatchObject({
      errorCode: 'TYPE_MISMATCH',
    });
  });
});

describe('the OpenFeature provider for browsers', () => {
  it('shows public flags with a public key, and hears of changes', async () => {
    // Node has no EventSource; a browser's sends the origin of its page by itself.
    class PageEventSource extends EventSource {
      constructor(url: string | URL) {
        super(url, {
          fetch: (address, init) => fetch(address, { ...init, headers: { ...init.headers, origin: shop } }),
        });
      }
    }
    Object.assign(globalThis, { EventSource: PageEventSource });
    await Web.setContext({ targetingKey: 'ada' });
    await Web.setProviderAndWait(
      new OFREPWebProvider({
        baseUrl: server.url,
        headers: [
          ['Authorization', `Bearer ${publicKey}`],
          ['Origin', shop],
        ],
        cacheMode: 'disabled',
      }) as Provider,
    );
    const client = Web.getClient();
    expect(client.getStringDetails('banner', '')).toMatchObject({ value: expected('banner')?.value });
    expect(client.getBooleanDetails('private', false)).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' });
    expect(client.getBooleanValue('dark', false)).toBe(true);
    const changed = new Promise<readonly string[]>((resolve) => {
      client.addHandler(ClientProviderEvents.ConfigurationChanged, (event) => {
        if (event?.flagsChanged?.includes('dark') && !client.getBooleanValue('dark', true))
          resolve(event.flagsChanged);
      });
    });
    await setOverride(server.dependencies.configuration, {
      environment: 'production',
      target: 'dark',
      mode: 'kill',
      author: { kind: 'system', id: 't', name: 't' },
      reason: 'test',
    });
    expect(await changed).toContain('dark');
    expect(client.getBooleanDetails('dark', true)).toMatchObject({
      value: false,
      reason: 'STATIC',
      flagMetadata: { override: 'kill' },
    });
  });
});

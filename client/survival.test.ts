import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { setOverride } from '../server/overrides/setOverride.ts';
import { type CuttingProxy, startCuttingProxy } from '../server/testing/cuttingProxy.ts';
import { type ServerProcess, signedIn, startServerProcess } from '../server/testing/startServerProcess.ts';
import { startTestServer } from '../server/testing/startTestServer.ts';
import { saveFlags, valueFlag } from '../server/testing/testFlags.ts';
import { makeKey } from '../server/testing/testKeys.ts';
import { createClient } from './index.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const flip = { target: 'docs-answer', mode: 'kill' as const, reason: 'test' };
const ada = { targetingKey: 'ada' };

describe('a service', () => {
  it('evaluates on while the server is killed, and obeys it again once it is back', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
    cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
    const first = await startServerProcess(dataDir);
    cleanups.push(() => first.stop('SIGKILL'));
    const { key } = await first.createKey(['sync']);
    const client = createClient({ url: first.url, key, pollMs: 500 });
    cleanups.push(() => client.close());
    await client.ready();
    const told: string[] = [];
    client.on('stale', () => told.push('stale'));
    client.on('ready', () => told.push('ready'));
    const admin = await signedIn(first);

    await first.stop('SIGKILL');
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['stale']);
    const whileDown = client.string('docs-answer', ada, '');
    expect(['concise', 'thorough']).toContain(whileDown);

    const second: ServerProcess = await startServerProcess(dataDir, Number(new URL(first.url).port));
    cleanups.push(() => second.stop('SIGTERM'));
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['stale', 'ready']);
    expect(client.string('docs-answer', ada, '')).toBe(whileDown);
    await admin.overrides.set.mutate(flip);
    await expect.poll(() => client.string('docs-answer', ada, ''), { timeout: 5_000 }).toBe('unavailable');
  }, 60_000);

  it('obeys within 5 s while every event stream is cut', async () => {
    const server = await startTestServer();
    cleanups.push(() => server.close());
    const proxy: CuttingProxy = await startCuttingProxy(server.url);
    cleanups.push(() => proxy.close());
    const { configuration, store } = server.dependencies;
    const { key } = await makeKey(store.keys, ['sync']);
    await saveFlags(configuration, valueFlag('new-search', true, false));
    const client = createClient({ url: proxy.url, key });
    cleanups.push(() => client.close());
    await client.ready();
    expect(client.boolean('new-search', ada, false)).toBe(true);
    await setOverride(configuration, {
      environment: 'production',
      target: 'new-search',
      mode: 'kill',
      author: { kind: 'system', id: 't', name: 't' },
      reason: 'test',
    });
    await expect.poll(() => client.boolean('new-search', ada, true), { timeout: 5_000 }).toBe(false);
    expect(proxy.cuts()).toBeGreaterThan(0);
    // The receipt too comes without a single event, and says how long it took.
    const { revision } = configuration.snapshot('production');
    const receipt = () => server.dependencies.receipts.list('production', revision)[0];
    await expect.poll(receipt).toMatchObject({ revision, lagging: false });
    expect(receipt()?.obeyedMs).toBeLessThanOrEqual(5_000);
  });

  it('gives up on a server that takes requests and never answers, and evaluates from nothing or cache', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    cleanups.push(async () => {
      silent.closeAllConnections();
      await new Promise((resolve) => silent.close(resolve));
    });
    const { port } = silent.address() as AddressInfo;
    const client = createClient({ url: `http://127.0.0.1:${port}`, key: 'kg_x' });
    cleanups.push(() => client.close());
    await expect(client.ready(500)).rejects.toMatchObject({ code: 'not-ready' });
    const closing = performance.now();
    await client.close();
    expect(performance.now() - closing).toBeLessThan(1_000);
  });
});

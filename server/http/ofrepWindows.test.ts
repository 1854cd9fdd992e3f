import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Window } from '../../shared/model/flag.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { saveFlags, valueFlag } from '../testing/testFlags.ts';
import { makeKey } from '../testing/testKeys.ts';

const shop = 'https://shop.example';
const leaving: AbortController[] = [];
let server: TestServer;
let publicKey: string;
beforeAll(async () => {
  server = await startTestServer();
  publicKey = (await makeKey(server.dependencies.store.keys, ['public'], [shop])).key;
});
afterEach(() => {
  for (const stream of leaving.splice(0)) stream.abort();
});
afterAll(() => server.close());

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const windowed = (key: string, window: Window, isPublic: boolean) =>
  valueFlag(key, 'sale', 'usual', {
    public: isPublic,
    fallthrough: { kind: 'variant', variant: 'off' },
    rules: [
      {
        id: 'sale',
        name: 'Sale',
        window,
        match: { kind: 'conditions', conditions: [{ operator: 'exists', attribute: 'targetingKey' }] },
        serve: { kind: 'variant', variant: 'on' },
      },
    ],
  });

interface Bulk {
  flags: { key: string; value: string }[];
  eventStreams: { url: string }[];
}
const ask = (key: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/ofrep/v1/evaluate/flags`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, origin: shop, ...headers },
    body: JSON.stringify({ context: { targetingKey: 'ada' } }),
  });
const answerOf = ({ flags }: Bulk, key: string) => flags.find((flag) => flag.key === key)?.value;

/** Collects the events of a key's stream; the first says what is obeyed on connecting. */
async function follow(key: string): Promise<string[]> {
  const { eventStreams } = (await (await ask(key)).json()) as Bulk;
  const stop = new AbortController();
  leaving.push(stop);
  const stream = await fetch(eventStreams[0]!.url, {
    headers: { origin: shop },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(20_000)]),
  });
  const events: string[] = [];
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of stream.body!)
      events.push(...(decoder.decode(bytes).match(/(?<=data: ).*refetchEvaluation.*/g) ?? []));
  };
  void read().catch(() => {});
  await expect.poll(() => events.length).toBe(1);
  return events;
}

describe('a time window', () => {
  it('is told to remote clients when it opens and when it closes, and no old answer is confirmed', async () => {
    const { configuration } = server.dependencies;
    const window = { from: soon(3_000), until: soon(5_000) };
    const revision = await saveFlags(configuration, windowed('banner', window, true));
    const events = await follow(publicKey);
    const before = await ask(publicKey);
    const etag = String(before.headers.get('etag'));
    expect(answerOf((await before.json()) as Bulk, 'banner')).toBe('usual');
    expect((await ask(publicKey, { 'if-none-match': etag })).status).toBe(304);

    await expect.poll(() => events.length, { timeout: 10_000, interval: 10 }).toBe(2);
    const opened = await ask(publicKey, { 'if-none-match': etag });
    expect([opened.status, answerOf((await opened.json()) as Bulk, 'banner')]).toEqual([200, 'sale']);

    await expect.poll(() => events.length, { timeout: 10_000, interval: 10 }).toBe(3);
    const closed = await ask(publicKey, { 'if-none-match': String(opened.headers.get('etag')) });
    expect([closed.status, answerOf((await closed.json()) as Bulk, 'banner')]).toEqual([200, 'usual']);
    expect(new Set(events).size).toBe(3);
    expect(configuration.snapshot('production').revision).toBe(revision);
  });

  it('of a flag that a public key may not see is told to services alone', async () => {
    const window = { from: soon(2_500) };
    await saveFlags(server.dependencies.configuration, windowed('hidden', window, false));
    const [page, service] = [await follow(publicKey), await follow(server.key)];
    await expect.poll(() => service.length, { timeout: 10_000, interval: 10 }).toBe(2);
    expect(page).toHaveLength(1);
  });

  it('that was moved by a commit is told at its new time only', async () => {
    const { configuration } = server.dependencies;
    await saveFlags(configuration, windowed('moved', { from: soon(3_600_000) }, true));
    const events = await follow(publicKey);
    await saveFlags(configuration, windowed('moved', { from: soon(800) }, true));
    await expect.poll(() => events.length, { timeout: 10_000, interval: 10 }).toBe(3);
    const answer = (await (await ask(publicKey)).json()) as Bulk;
    expect(answerOf(answer, 'moved')).toBe('sale');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    valueFlag('half', 'new', 'old', halfSplit),
    valueFlag('banner', true, false, { public: true }),
  );
});
afterAll(() => server.close());

const ask = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/ofrep/v1/evaluate/flags${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.key}`, ...headers },
    body,
  });
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('rubbish', () => {
  it.each([
    ['a context nested without end', `{"context":${nested(20_000)}}`, 400],
    ['a list nested without end', `{"context":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`, 400],
    ['a context that is too large', `{"context":{"targetingKey":"${'a'.repeat(300_000)}"}}`, 413],
    ['a prototype as the context', '{"context":{"__proto__":{"targetingKey":"ada"}}}', 400],
    ['too many attributes', `{"context":{${Array.from({ length: 101 }, (_, i) => `"a${i}":1`)}}}`, 400],
    ['a number that is infinite', '{"context":{"targetingKey":"ada","n":1e400}}', 400],
    ['a targeting key that is a number', '{"context":{"targetingKey":7}}', 400],
    ['a list as the context', '{"context":[1]}', 400],
    ['a text as the context', '{"context":"ada"}', 400],
    ['half of a character', '{"context":{"targetingKey":"\\ud800"}}', 200],
    ['names that every object has', '{"context":{"targetingKey":"a","constructor":"x","toString":1}}', 200],
  ])('%s is answered in the protocol’s words', async (_, body, status) => {
    for (const path of ['/half', '']) {
      const response = await ask(path, body);
      const answer = (await response.json()) as { errorCode?: string; errorDetails?: string };
      expect([path, response.status, answer.errorDetails]).toEqual([
        path,
        status,
        status === 200 ? undefined : expect.any(String),
      ]);
    }
  });

  it.each(['null', '""'])('a targeting key that is %s counts as missing', async (key) => {
    const body = `{"context":{"targetingKey":${key},"tier":"pro"}}`;
    expect(await (await ask('/half', body)).json()).toMatchObject({ errorCode: 'TARGETING_KEY_MISSING' });
    expect(await (await ask('/banner', body)).json()).toMatchObject({ value: true });
  });

  it.each(['__proto__', 'constructor', '%00', '%E0%A4%A', 'a%2Fb', 'a'.repeat(5_000)])(
    'the flag %s is none',
    async (key) => {
      const response = await ask(`/${key}`, '{"context":{"targetingKey":"ada"}}');
      expect([400, 404]).toContain(response.status);
      expect(await response.json()).toMatchObject({ errorCode: expect.any(String) });
    },
  );

  it.each(['"', '"x', 'W/', ',,,', '"\\"', `${'"x",'.repeat(1_000)}`])(
    'the entity tag %s matches nothing',
    async (tag) => {
      expect((await ask('', '{}', { 'if-none-match': tag })).status).toBe(200);
    },
  );
});

describe('an event stream', () => {
  const ticketOf = async (key: string) => {
    const response = await ask('', '{}', { authorization: `Bearer ${key}`, origin: shop });
    const { eventStreams } = (await response.json()) as { eventStreams: { url: string }[] };
    return new URL(eventStreams[0]!.url);
  };

  it('opens for no forged, empty or repeated ticket', async () => {
    const own = (await ticketOf(server.key)).searchParams.get('ticket') ?? '';
    const [id, signature] = own.split('.');
    const forged = [
      '',
      'ticket=',
      'ticket=.',
      `ticket=${id}`,
      `ticket=${id}.`,
      `ticket=x.${signature}`,
      `ticket=__proto__.${signature}`,
      `ticket=${own}&ticket=${own}`,
      `ticket[]=${own}`,
      `ticket=${server.key}`,
    ];
    for (const query of forged) {
      const response = await fetch(`${server.url}/ofrep/v1/events?${query}`, {
        signal: AbortSignal.timeout(10_000),
      });
      expect([query, response.status]).toEqual([query, 401]);
    }
  });

  it('of a public key opens on the pages of its origins only, and its ticket opens nothing else', async () => {
    const url = await ticketOf(publicKey);
    const ticket = url.searchParams.get('ticket') ?? '';
    const elsewhere = await fetch(url, { headers: { origin: 'https://evil.example' } });
    expect(elsewhere.status).toBe(403);
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
    const asKey = await ask('', '{}', { authorization: `Bearer ${ticket}`, origin: shop });
    expect(asKey.status).toBe(401);
    const stop = new AbortController();
    const own = await fetch(url, { headers: { origin: shop }, signal: stop.signal });
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, shop]);
    stop.abort();
  });

  it('of a key that was revoked does not open', async () => {
    const { keys } = server.dependencies.store;
    const own = await makeKey(keys, ['evaluate']);
    const url = await ticketOf(own.key);
    await keys.revoke(own.id, new Date().toISOString());
    await expect.poll(async () => (await fetch(url)).status, { timeout: 5_000 }).toBe(401);
  });
});

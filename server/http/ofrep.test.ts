import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liftOverride, setOverride } from '../overrides/setOverride.ts';
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
    valueFlag('banner', 'new', 'old', {
      public: true,
      rules: [
        {
          id: 'beta',
          name: 'Beta',
          match: { kind: 'segment', segment: 'beta-testers' },
          serve: { kind: 'variant', variant: 'on' },
        },
      ],
      ...halfSplit,
    }),
    valueFlag('secret-plan', true, false),
  );
});
afterAll(() => server.close());

interface Sent {
  path?: string;
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
  base?: string;
}
const ask = ({ path = '', key = server.key, body = {}, headers = {}, base = server.url }: Sent) =>
  fetch(`${base}/ofrep/v1/evaluate/flags${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const context = { targetingKey: 'ada', beta: true, tier: 'pro' };
const override = {
  environment: 'production',
  target: 'banner',
  author: { kind: 'system' as const, id: 't', name: 't' },
  reason: 'test',
};

describe('one flag', () => {
  it('answers with value, reason, variant and metadata', async () => {
    const { revision } = server.dependencies.configuration.snapshot('production');
    const response = await ask({ path: '/banner', body: { context } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      key: 'banner',
      value: 'new',
      reason: 'TARGETING_MATCH',
      variant: 'on',
      metadata: { flagKind: 'value', ruleId: 'beta', segment: 'beta-testers', revision },
    });
    expect(server.dependencies.usage.lastEvaluated('production', 'banner')).not.toBeNull();
  });

  it('of the call kind answers with the key of its variant', async () => {
    const answer = await (await ask({ path: '/docs-answer', body: { context } })).json();
    expect(answer).toMatchObject({ value: 'thorough', variant: 'thorough', metadata: { flagKind: 'call' } });
  });

  it('that is overridden is STATIC, and the metadata says why', async () => {
    const { configuration } = server.dependencies;
    await setOverride(configuration, { ...override, mode: 'known-good' });
    const answer = await (await ask({ path: '/banner', body: { context } })).json();
    expect(answer).toMatchObject({ value: 'old', reason: 'STATIC', metadata: { override: 'known-good' } });
    await liftOverride(configuration, override);
  });

  it.each([
    ['an unknown flag', { path: '/nothing', body: { context } }, 404, 'FLAG_NOT_FOUND'],
    ['no targeting key where it splits', { path: '/banner' }, 400, 'TARGETING_KEY_MISSING'],
    [
      'a nested attribute',
      { path: '/banner', body: { context: { org: { id: 1 } } } },
      400,
      'INVALID_CONTEXT',
    ],
    ['a body that is no JSON', { path: '/banner', body: '{"context"' }, 400, 'PARSE_ERROR'],
    ['a body that is no object', { path: '/banner', body: '[]' }, 400, 'PARSE_ERROR'],
    ['an unknown key', { path: '/banner', key: `kg_${'0'.repeat(64)}` }, 401, 'GENERAL'],
  ] as [string, Sent, number, string][])('%s is refused with its code', async (_what, sent, status, code) => {
    const response = await ask(sent);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errorCode: code, errorDetails: expect.any(String) });
  });

  it('needs the scope, and takes the key as X-API-Key too', async () => {
    const { key } = await makeKey(server.dependencies.store.keys, ['sync']);
    expect((await ask({ path: '/banner', key })).status).toBe(403);
    const url = `${server.url}/ofrep/v1/evaluate/flags/secret-plan`;
    expect((await fetch(url, { method: 'POST', headers: { 'x-api-key': server.key } })).status).toBe(200);
  });
});

describe('all flags', () => {
  it('answers with a failure per flag beside the others', async () => {
    const { flags } = (await (await ask({})).json()) as { flags: { key: string; errorCode?: string }[] };
    expect(flags.find(({ key }) => key === 'banner')?.errorCode).toBe('TARGETING_KEY_MISSING');
    expect(flags.find(({ key }) => key === 'secret-plan')).toMatchObject({ value: true });
  });

  it('answers 304 until the revision or the context is another', async () => {
    const first = await ask({ body: { context } });
    const etag = String(first.headers.get('etag'));
    const again = (body: unknown) => ask({ body, headers: { 'if-none-match': `"other", W/${etag}` } });
    const reordered = { tier: 'pro', beta: true, targetingKey: 'ada' };
    expect((await again({ context: reordered })).status).toBe(304);
    expect((await again({ context: { ...context, tier: 'free' } })).status).toBe(200);
    await saveFlags(server.dependencies.configuration, valueFlag('another', 1, 2));
    expect((await again({ context })).status).toBe(200);
  });

  it('says where changes are told, and tells them', async () => {
    const { eventStreams } = (await (await ask({ body: { context } })).json()) as {
      eventStreams: { type: string; url: string }[];
    };
    expect(eventStreams).toMatchObject([{ type: 'sse', inactivityDelaySec: 120 }]);
    const leaving = new AbortController();
    const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(8_000)]);
    const stream = await fetch(eventStreams[0]!.url, { signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    let seen = '';
    for await (const bytes of stream.body!) {
      seen += new TextDecoder().decode(bytes);
      const events = seen.match(/data: .*"refetchEvaluation"/g)?.length ?? 0;
      if (events === 1) await saveFlags(server.dependencies.configuration, valueFlag('another', 3, 2));
      if (events === 2) break;
    }
    leaving.abort();
    expect(seen).toMatch(/id: \d+\ndata: \{"type":"refetchEvaluation","etag":"\\".+\\""\}/);
    const forged = await fetch(eventStreams[0]!.url.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')));
    expect(forged.status).toBe(401);
  });
});

describe('a public key', () => {
  const fromShop = (sent: Sent) =>
    ask({ key: publicKey, ...sent, headers: { origin: shop, ...sent.headers } });

  it('learns values, and nothing of rules, segments and buckets', async () => {
    const response = await fromShop({ body: { context } });
    expect(response.headers.get('access-control-allow-origin')).toBe(shop);
    expect(response.headers.get('access-control-expose-headers')).toContain('ETag');
    const { revision } = server.dependencies.configuration.snapshot('production');
    expect(await response.json()).toMatchObject({
      flags: [
        { key: 'banner', value: 'new', reason: 'TARGETING_MATCH', metadata: { flagKind: 'value', revision } },
      ],
    });
    const split = await (
      await fromShop({ path: '/banner', body: { context: { targetingKey: 'a' } } })
    ).text();
    expect(split).toContain('SPLIT');
    expect(split).not.toMatch(/bucket|ruleId|segment/);
  });

  it('cannot tell a private flag from one that does not exist', async () => {
    const answers = ['/secret-plan', '/nothing-there'].map(async (path) => {
      const response = await fromShop({ path, body: { context } });
      return `${response.status} ${(await response.text()).replaceAll(path.slice(1), 'x')}`;
    });
    const [secret, nothing] = await Promise.all(answers);
    expect(secret).toBe(nothing);
    expect(secret).toMatch(/^404/);
  });

  it('works on its own origins only', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}] as Record<
      string,
      string
    >[]) {
      const response = await ask({ key: publicKey, headers });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    const withSecretKey = await ask({ headers: { origin: shop } });
    expect(withSecretKey.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('has its preflight requests answered, and nobody else', async () => {
    const preflight = (origin: string) =>
      fetch(`${server.url}/ofrep/v1/evaluate/flags`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const own = await preflight(shop);
    expect(own.status).toBe(204);
    expect(own.headers.get('access-control-allow-origin')).toBe(shop);
    expect(own.headers.get('access-control-allow-headers')).toContain('authorization');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('opens nothing but this surface', async () => {
    const headers = { authorization: `Bearer ${publicKey}`, origin: shop };
    for (const path of ['/v1/models', '/sync/v1/snapshot', '/metrics', '/trpc/codegen.types'])
      expect([path, (await fetch(server.url + path, { headers })).status]).toEqual([path, 403]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { makeKey } from '../testing/testKeys.ts';

let server: TestServer;
let cookie: string;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signIn();
  key = (await makeKey(server.dependencies.store.keys, ['call', 'evaluate', 'sync'])).key;
}, 60_000);
afterAll(() => server.close());

const kb = 1_024;
/** Every surface that reads a body, the largest that it takes, and who sends it. */
const bodies: [string, number, () => Record<string, string>][] = [
  ['/v1/chat/completions', 8 * kb * kb, () => ({ authorization: `Bearer ${key}` })],
  ['/ofrep/v1/evaluate/flags', 256 * kb, () => ({ authorization: `Bearer ${key}` })],
  ['/ofrep/v1/evaluate/flags/docs-answer', 256 * kb, () => ({ authorization: `Bearer ${key}` })],
  ['/sync/v1/acknowledge', kb * kb, () => ({ authorization: `Bearer ${key}` })],
  ['/trpc/flags.explainMany', 8 * kb * kb, () => ({ cookie, origin: server.url })],
  ['/api/auth/sign-in/email', 4 * kb, () => ({ origin: server.url })],
  ['/api/auth/sign-out', 4 * kb, () => ({ origin: server.url })],
];
const send = async (path: string, headers: Record<string, string>, body: string) => {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, text: await answer.text() };
};
const nested = (depth: number) => `{"context":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;

describe('a body', () => {
  it.each(bodies)('that is too large is refused in words: %s', async (path, largest, headers) => {
    const { status, text } = await send(path, headers(), JSON.stringify({ x: 'y'.repeat(largest) }));
    expect([status, text.includes('too large'), /PAYLOAD_TOO_LARGE"?,?"message|at \w+/.test(text)]).toEqual([
      413,
      true,
      false,
    ]);
  });

  it.each(bodies)('that is nested too deep is refused in words: %s', async (path, largest, headers) => {
    const depth = Math.min(2_000, largest / 16);
    const { status, text } = await send(path, headers(), nested(depth));
    expect([status, text.includes('nested deeper than 100')]).toEqual([400, true]);
  });

  it.each(bodies)('that names a prototype is refused, and none is changed: %s', async (path, _, headers) => {
    const { status, text } = await send(path, headers(), '{"context":{"__proto__":{"polluted":true}}}');
    expect([status, text.includes('__proto__')]).toEqual([400, true]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each(bodies)('that is no JSON is refused in words: %s', async (path, _, headers) => {
    const { status, text } = await send(path, headers(), '{"a":');
    expect([status, /JSON/.test(text), /position|Unexpected/.test(text)]).toEqual([400, true, false]);
  });
});

describe('a page', () => {
  const page = (path = '/') => fetch(server.url + path, { headers: { accept: 'text/html' } });
  const policyOf = (answer: Response) =>
    new Map(
      String(answer.headers.get('content-security-policy'))
        .split(';')
        .map((rule) => rule.trim().split(/ (.*)/))
        .map(([name = '', value = '']) => [name, value]),
    );

  it('runs only scripts that carry the nonce of this one request', async () => {
    const [one, other] = [policyOf(await page()), policyOf(await page('/settings/keys'))];
    for (const directive of ['script-src', 'style-src'])
      expect(one.get(directive)).toMatch(/^'self' 'nonce-[A-Za-z0-9+/]{22}=='$/);
    expect(one.get('script-src')).not.toBe(other.get('script-src'));
    expect(one.get('default-src')).toBe("'self'");
    for (const directive of ['object-src', 'base-uri', 'frame-ancestors'])
      expect([directive, one.get(directive)]).toEqual([directive, "'none'"]);
  });

  it('says nothing about what serves it, and cannot be framed or sniffed', async () => {
    const { headers } = await page();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('behind HTTPS', () => {
  it('session cookies travel over HTTPS only, and browsers are told to stay there', async () => {
    const secure = await startTestServer({ demo: false, publicUrl: 'https://knowngood.example' });
    const local = `http://127.0.0.1:${new URL(secure.dependencies.trustedOrigins()[1]!).port}`;
    const link = String(secure.signInLink).replace('https://knowngood.example', local);
    const signedIn = await fetch(link, { redirect: 'manual' });
    const [session] = signedIn.headers.getSetCookie();
    expect(session).toMatch(/^__Secure-knowngood\.session_token=.*HttpOnly; Secure; SameSite=Lax/);
    expect(signedIn.headers.get('strict-transport-security')).toContain('max-age=');
    await secure.close();
  });
});

describe('a page of another site', () => {
  const changing: [string, object][] = [
    ['/trpc/overrides.set', { target: '*', mode: 'kill', reason: 'x' }],
    ['/trpc/account.endSessions', { keepThis: false }],
    ['/trpc/environments.archive', { key: 'production' }],
    ['/api/auth/sign-out', {}],
    ['/api/auth/two-factor/verify-totp', { code: '123456' }],
  ];
  it.each(changing)(
    'cannot change anything with the session that a browser sends along: %s',
    async (path, body) => {
      for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`])
        expect((await send(path, { cookie, origin }, JSON.stringify(body))).status).toBe(403);
      expect((await send(path, { cookie }, JSON.stringify(body))).status).toBe(403);
      const session = await fetch(`${server.url}/trpc/session.current`, { headers: { cookie } });
      expect(session.status).toBe(200);
    },
  );

  it('cannot sign its own visitor in as somebody else', async () => {
    const guess = JSON.stringify({ email: 'a@example.com', password: 'wrong wrong wrong' });
    const { status } = await send('/api/auth/sign-in/email', { origin: 'https://evil.example' }, guess);
    expect(status).toBe(403);
  });
});

describe('the address that a client claims', () => {
  it('counts only where as many proxies are trusted', async () => {
    const tries = async (trustedProxies: number) => {
      const one = await startTestServer({ demo: false, trustedProxies });
      const statuses: number[] = [];
      for (let index = 0; index < 12; index++) {
        const answer = await fetch(`${one.url}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            origin: one.url,
            'x-forwarded-for': `10.0.0.${index}`,
          },
          body: JSON.stringify({ email: 'a@example.com', password: 'wrong wrong wrong' }),
        });
        statuses.push(answer.status);
      }
      await one.close();
      return statuses.filter((status) => status === 429).length;
    };
    expect(await tries(0)).toBe(2);
    expect(await tries(1)).toBe(0);
  });
});

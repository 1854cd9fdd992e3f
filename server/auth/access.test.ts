import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { requireAccess } from './access.ts';
import { installationSecret } from './secret.ts';

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signIn();
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

describe('signing in', () => {
  it('takes one click on the printed link, which then works no more', async () => {
    const session = await personClient(server.url, cookie).session.current.query();
    expect(session).toMatchObject({
      person: { email: 'admin@knowngood.local' },
      role: 'admin',
      simulator: true,
    });
    const again = await fetch(String(server.signInLink), { redirect: 'manual' });
    expect(again.headers.get('location')).toContain('error=');
    expect(again.headers.getSetCookie().join()).not.toContain('session_token');
  });

  it('cannot be asked for over the network', async () => {
    const ask = (path: string, body: object) =>
      fetch(`${server.url}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify(body),
      });
    expect((await ask('/sign-in/magic-link', { email: 'admin@knowngood.local' })).status).toBe(404);
    expect(
      (await ask('/sign-up/email', { email: 'eve@example.com', password: 'long enough it is', name: 'Eve' }))
        .status,
    ).toBe(404);
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const fresh = await startTestServer({ demo: false });
    const response = await fetch(String(fresh.signInLink), { redirect: 'manual' });
    expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax/i);
    await fresh.close();
  });
});

describe('the sign-in addresses', () => {
  it('are few, take no large bodies, and answer rubbish with words', async () => {
    const closed = [
      '/get-session',
      '/list-sessions',
      '/change-password',
      '/request-password-reset',
      '/error',
    ];
    for (const path of closed) expect((await get(`/api/auth${path}`)).status).toBe(404);
    const big = await fetch(`${server.url}/api/auth/sign-out`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ x: 'y'.repeat(100_000) }),
    });
    expect(big.status).toBe(413);
    const body = new Blob(['x'.repeat(10_000)]).stream();
    const endless = await fetch(`${server.url}/api/auth/sign-out`, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(endless.status).toBe(413);
  });
});

describe('the installation secret', () => {
  it('is made once, whole, and for its owner only', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
    const [one, other] = await Promise.all([
      installationSecret(folder, null),
      installationSecret(folder, null),
    ]);
    expect(one).toBe(other);
    expect(one).toHaveLength(64);
    expect((await stat(path.join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secret']);
    await rm(folder, { recursive: true });
  });

  it('that is empty or cannot be read keeps the server from starting', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
    await writeFile(path.join(folder, 'secret'), '');
    await expect(installationSecret(folder, null)).rejects.toThrow('too short to be a secret');
    await rm(path.join(folder, 'secret'));
    await mkdir(path.join(folder, 'secret'));
    await expect(installationSecret(folder, null)).rejects.toThrow('cannot be read');
    await rm(folder, { recursive: true });
  });
});

describe('without a session or a key', () => {
  it('only health, readiness and the sign-in page answer', async () => {
    expect((await get('/health')).status).toBe(200);
    expect((await get('/ready')).status).toBe(200);
    expect((await get('/metrics')).status).toBe(401);
    expect((await get('/v1/models')).status).toBe(401);
    expect((await get('/nothing.json')).status).toBe(404);
  });
});

describe('a service key', () => {
  it('calls and explains, but does not manage', async () => {
    expect(
      (await server.service.flags.explain.query({ flag: 'docs-answer', context: {} })).evaluation.variant,
    ).toBe('concise');
    await expect(
      server.service.overrides.set.mutate({ target: '*', mode: 'kill', reason: 'no' }),
    ).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
    await expect(server.service.overview.get.query({ minutes: 15 })).rejects.toMatchObject({
      data: { code: 'FORBIDDEN' },
    });
    expect((await get('/metrics', { authorization: `Bearer ${server.key}` })).status).toBe(200);
  });
});

describe('roles', () => {
  const person = (role: 'viewer' | 'editor' | 'release-manager' | 'admin') => ({
    kind: 'person' as const,
    id: '1',
    name: 'n',
    email: 'e',
    environment: 'production',
    role,
    roles: { production: role },
    session: 's',
  });
  it('include the ones below them, and nothing above', () => {
    expect(() => requireAccess(person('viewer'), { role: 'editor' })).toThrow(
      'This needs the role "editor"; you are "viewer" here',
    );
    expect(() => requireAccess(person('editor'), { role: 'release-manager' })).toThrow('release manager');
    expect(requireAccess(person('admin'), { role: 'viewer' }).kind).toBe('person');
    expect(() => requireAccess(person('admin'), { scope: 'call' })).toThrow('API keys only');
  });

  it('of a reader let nobody save', async () => {
    const { store } = server.dependencies;
    const admin = await store.people.firstAdmin('*');
    await store.people.setRole(admin!.id, 'production', 'viewer');
    const reader = personClient(server.url, cookie);
    await expect(
      reader.overrides.set.mutate({ target: '*', mode: 'kill', reason: 'x' }),
    ).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
    await expect(reader.ai.generate.mutate({ flag: 'docs-answer', input: 'x' })).rejects.toMatchObject({
      data: { code: 'FORBIDDEN' },
    });
    await expect(
      reader.revisions.restore.mutate({ number: 1, reason: 'x', expectedRevision: 3 }),
    ).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
    expect((await reader.overview.get.query({ minutes: 15 })).flags).toHaveLength(1);
    await store.people.setRole(admin!.id, 'production', 'admin');
  });
});

describe('a page of another site', () => {
  it('cannot ride on the session', async () => {
    const press = (origin: string | null, more: Record<string, string> = {}) =>
      fetch(`${server.url}/trpc/overrides.set`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, ...(origin ? { origin } : {}), ...more },
        body: JSON.stringify({ target: '*', mode: 'kill', reason: 'x' }),
      });
    expect((await press('https://evil.example')).status).toBe(403);
    expect((await press(null)).status).toBe(403);
    expect((await press('https://evil.example', { authorization: '' })).status).toBe(403);
    expect(server.dependencies.configuration.snapshot('production').overrides.size).toBe(0);
  });
});

describe('errors', () => {
  it('name the field and never the inside', async () => {
    const admin = personClient(server.url, cookie);
    const bad = admin.flags.setShare.mutate({
      flag: 'docs-answer',
      rule: null,
      candidate: 'thorough',
      donor: 'concise',
      share: 200_000,
      expectedVersion: 3,
      reason: 'x',
    });
    await expect(bad).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST', issues: [{ path: 'share' }], errorId: null },
    });
  });
});

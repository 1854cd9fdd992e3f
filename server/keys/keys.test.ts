import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServiceKeys } from '../auth/serviceKeys.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { joinPerson } from '../testing/testPeople.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
beforeAll(async () => {
  server = await startTestServer();
  admin = personClient(server.url, await server.signIn());
}, 60_000);
afterAll(() => server.close());

const code = (error: string) => ({ data: { code: error } });
const models = async (key: string) =>
  fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
const make = (changes: Partial<Parameters<typeof admin.keys.create.mutate>[0]> = {}) =>
  admin.keys.create.mutate({ name: 'Checkout', scopes: ['call'], ...changes });

describe('a key', () => {
  it('is shown once, and stored as a hash', async () => {
    const { id, key } = await make();
    expect(key).toMatch(/^kg_[0-9a-f]{64}$/);
    expect((await models(key)).status).toBe(200);
    const list = await admin.keys.list.query();
    expect(list.keys.find((one) => one.id === id)).toMatchObject({ name: 'Checkout', scopes: ['call'] });
    expect(JSON.stringify(list)).not.toMatch(/kg_|[0-9a-f]{64}/);
  });

  it('works no more with the next request after it was revoked', async () => {
    const { id, key } = await make();
    expect((await models(key)).status).toBe(200);
    await admin.keys.revoke.mutate({ id });
    expect((await models(key)).status).toBe(401);
    await expect(admin.keys.rotate.mutate({ id, overlapHours: 1 })).rejects.toMatchObject(code('CONFLICT'));
    await expect(admin.keys.update.mutate({ id, name: 'Other' })).rejects.toMatchObject(code('CONFLICT'));
  });

  it('has scopes that make sense together', async () => {
    await expect(make({ scopes: ['public', 'call'], origins: ['https://a.example'] })).rejects.toMatchObject(
      code('BAD_REQUEST'),
    );
    await expect(make({ scopes: ['public'] })).rejects.toMatchObject(code('BAD_REQUEST'));
    await expect(make({ origins: ['https://a.example'] })).rejects.toMatchObject(code('BAD_REQUEST'));
    const { key } = await make({ scopes: ['public'], origins: ['https://shop.example'] });
    const asked = await fetch(`${server.url}/ofrep/v1/evaluate/flags`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, origin: 'https://shop.example' },
      body: JSON.stringify({ context: {} }),
    });
    expect(asked.status).toBe(200);
  });

  it('of another environment is out of reach', async () => {
    await admin.environments.create.mutate({ key: 'other', name: 'Other' });
    const { id } = await make();
    const elsewhere = await fetch(`${server.url}/trpc/keys.revoke`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'knowngood-environment': 'other',
        cookie: await cookieOf(),
        origin: server.url,
      },
      body: JSON.stringify({ id }),
    });
    expect(elsewhere.status).toBe(404);
  });
});

/** The signed-in admin's cookie, by a new link. */
async function cookieOf(): Promise<string> {
  const link = await (await server.dependencies.people()).signInLink('admin@knowngood.local');
  const response = await fetch(link.replace('localhost', '127.0.0.1'), { redirect: 'manual' });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

describe('rotation', () => {
  it('makes a second key like the first, which works on until the overlap is over', async () => {
    const { id, key } = await make({ ratePerMinute: 500 });
    const next = await admin.keys.rotate.mutate({ id, overlapHours: 24 });
    expect([(await models(key)).status, (await models(next.key)).status]).toEqual([200, 200]);
    const { keys } = await admin.keys.list.query();
    expect(keys.find((one) => one.id === next.id)).toMatchObject({ name: 'Checkout', ratePerMinute: 500 });
    const old = keys.find((one) => one.id === id);
    expect(old).toMatchObject({ replacedBy: next.id });
    const inADay = Date.now() + 24 * 60 * 60 * 1_000;
    expect(Math.abs(Date.parse(String(old?.expiresAt)) - inADay)).toBeLessThan(60_000);

    // The same store, a day later.
    const later = new Date(Date.parse(String(old?.expiresAt)));
    const tomorrow = createServiceKeys(server.dependencies.store.keys, () => later, 'x');
    expect(await tomorrow.principalOf(`Bearer ${key}`)).toBeNull();
    expect(await tomorrow.principalOf(`Bearer ${next.key}`)).toMatchObject({ id: next.id });
    await tomorrow.close();
  });

  it('without an overlap ends the old key at once', async () => {
    const { id, key } = await make();
    expect((await models(key)).status).toBe(200);
    await admin.keys.rotate.mutate({ id, overlapHours: 0 });
    expect((await models(key)).status).toBe(401);
  });
});

describe('where a second person must agree to keys', () => {
  it('a new key works only once another admin has approved it', async () => {
    const cookie = await cookieOf();
    const other = await joinPerson(server, cookie, 'second@example.com', { production: 'admin' });
    const first = await make();
    const { policy, version } = await admin.approvals.policy.query();
    const ask = {
      policy: { ...policy, keys: 'second-person' as const },
      expectedVersion: version,
      reason: 'x',
    };
    await admin.approvals.setPolicy.mutate(ask);

    const { id, key, waits } = await make({ name: 'Waits', expiresInDays: 30 });
    expect([waits, (await models(key)).status]).toEqual([true, 401]);
    await expect(admin.keys.approve.mutate({ id })).rejects.toMatchObject(code('FORBIDDEN'));
    const seen = (await other.client.keys.list.query()).keys.find((one) => one.id === id);
    expect(seen?.waiting).toEqual({ by: 'Admin', yours: false });
    await other.client.keys.approve.mutate({ id });
    expect((await models(key)).status).toBe(200);
    await expect(other.client.keys.approve.mutate({ id })).rejects.toMatchObject(code('CONFLICT'));
    const approved = (await admin.keys.list.query()).keys.find((one) => one.id === id);
    expect(Date.parse(String(approved?.expiresAt)) - Date.now()).toBeGreaterThan(29 * 86_400_000);

    // A replacement leaves the old key alone until it is approved.
    const next = await admin.keys.rotate.mutate({ id: first.id, overlapHours: 0 });
    expect([(await models(first.key)).status, (await models(next.key)).status]).toEqual([200, 401]);
    await other.client.keys.approve.mutate({ id: next.id });
    expect([(await models(first.key)).status, (await models(next.key)).status]).toEqual([401, 200]);

    // One that is turned down never works.
    const turned = await make();
    await other.client.keys.revoke.mutate({ id: turned.id });
    await expect(other.client.keys.approve.mutate({ id: turned.id })).rejects.toMatchObject(code('CONFLICT'));
    expect((await models(turned.key)).status).toBe(401);

    const now = await other.client.approvals.policy.query();
    const back = {
      policy: { ...now.policy, keys: 'nobody' as const },
      expectedVersion: now.version,
      reason: 'x',
    };
    expect((await admin.approvals.setPolicy.mutate(back)).pending).toBeNull();
  });
});

describe('the time of last use', () => {
  it('is written a minute apart at most, and never by the request itself', async () => {
    const { id, key } = await make();
    const { store } = server.dependencies;
    const lastUsed = async () =>
      (await store.keys.list('production')).find((one) => one.id === id)?.lastUsedAt;
    await models(key);
    expect(await lastUsed()).toBeNull();
    const keys = createServiceKeys(store.keys, () => new Date('2030-01-01T00:00:00.000Z'), 'x');
    await keys.admit(`Bearer ${key}`);
    await keys.close();
    expect(await lastUsed()).toBe('2030-01-01T00:00:00.000Z');
  });
});

describe('too many requests of one key', () => {
  it('are refused on every surface, with the time to wait', async () => {
    const limited = () => make({ scopes: ['call', 'evaluate', 'sync'], ratePerMinute: 2 });
    const surfaces: [string, RequestInit][] = [
      ['/v1/models', {}],
      ['/v1/chat/completions', { method: 'POST', body: '{}' }],
      ['/ofrep/v1/evaluate/flags', { method: 'POST', body: '{"context":{}}' }],
      ['/sync/v1/snapshot', {}],
      ['/trpc/codegen.types', {}],
      ['/metrics', {}],
    ];
    for (const [path, request] of surfaces) {
      const { key } = await limited();
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const ask = async () => fetch(server.url + path, { ...request, headers });
      const answers = [await ask(), await ask(), await ask()];
      expect([path, answers.map(({ status }) => status === 429)]).toEqual([path, [false, false, true]]);
      const wait = Number(answers[2]!.headers.get('retry-after'));
      expect([path, wait >= 1 && wait <= 60]).toEqual([path, true]);
      expect(await answers[2]!.text()).toContain('This key may send 2 requests a minute');
    }
  });

  it('count each call of a batch', async () => {
    const { key } = await make({ scopes: ['evaluate'], ratePerMinute: 2 });
    const paths = Array(3).fill('codegen.types').join();
    const batch = await fetch(`${server.url}/trpc/${paths}?batch=1&input={}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(batch.status).toBe(429);
  });

  it('end with a greater number', async () => {
    const { id, key } = await make({ ratePerMinute: 1 });
    expect([(await models(key)).status, (await models(key)).status]).toEqual([200, 429]);
    await admin.keys.update.mutate({ id, ratePerMinute: null });
    expect((await models(key)).status).toBe(200);
  });
});

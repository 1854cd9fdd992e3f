import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppRouter } from '../router.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { joinPerson } from '../testing/testPeople.ts';

let server: TestServer;
let cookie: string;
let admin: ReturnType<typeof personClient>;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signIn();
  admin = personClient(server.url, cookie);
}, 60_000);
afterAll(() => server.close());

const code = (error: string) => ({ data: { code: error } });
/** The person's client as the admin app is in another environment. */
const inside = (environment: string, ownCookie = cookie) =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${server.url}/trpc`,
        headers: { cookie: ownCookie, origin: server.url, 'knowngood-environment': environment },
      }),
    ],
  });

describe('an environment', () => {
  it('starts as a copy of another, and goes its own way', async () => {
    const { revision } = await admin.environments.create.mutate({
      key: 'staging',
      name: 'Staging',
      copyFrom: 'production',
    });
    expect(revision).toBe(1);
    const staging = inside('staging');
    const [there, here] = [
      await staging.flags.get.query({ flag: 'docs-answer' }),
      await admin.flags.get.query({ flag: 'docs-answer' }),
    ];
    expect(there.flag).toEqual(here.flag);
    const log = await staging.revisions.list.query({ limit: 10 });
    expect(log.revisions.map((entry) => entry.reason)).toEqual([
      expect.stringMatching(/^Copied from "production" at revision \d+$/),
    ]);
    await staging.overrides.set.mutate({ target: '*', mode: 'kill', reason: 'only here' });
    expect((await staging.overview.get.query({ minutes: 5 })).environmentOverride).not.toBeNull();
    expect((await admin.overview.get.query({ minutes: 5 })).environmentOverride).toBeNull();
    expect((await staging.session.current.query()).environment).toMatchObject({
      key: 'staging',
      name: 'Staging',
    });
  });

  it('has keys of its own', async () => {
    const { key } = await inside('staging').keys.create.mutate({ name: 'S', scopes: ['call'] });
    const ask = (path: string) =>
      fetch(server.url + path, {
        headers: { authorization: `Bearer ${key}`, 'knowngood-environment': 'production' },
      });
    expect(((await (await ask('/v1/models')).json()) as { data: unknown[] }).data).toHaveLength(1);
    expect((await inside('staging').keys.list.query()).keys.map((one) => one.name)).toEqual(['S']);
    expect((await admin.keys.list.query()).keys.map((one) => one.name)).toEqual(['Demo']);
  });

  it('has a key of its own kind, once', async () => {
    const create = (key: string) => admin.environments.create.mutate({ key, name: 'X' });
    await expect(create('staging')).rejects.toMatchObject(code('CONFLICT'));
    await expect(create('system')).rejects.toMatchObject(code('BAD_REQUEST'));
    await expect(create('*')).rejects.toMatchObject(code('BAD_REQUEST'));
    await expect(
      admin.environments.create.mutate({ key: 'copy', name: 'X', copyFrom: 'nowhere' }),
    ).rejects.toMatchObject(code('NOT_FOUND'));
    await admin.environments.rename.mutate({ key: 'staging', name: 'Rehearsal' });
    const { environments } = await admin.environments.list.query();
    expect(environments.map(({ key, name }) => [key, name])).toEqual([
      ['production', 'Production'],
      ['staging', 'Rehearsal'],
    ]);
  });
});

describe('a person', () => {
  it('sees and enters only environments with a role in them', async () => {
    const ann = await joinPerson(server, cookie, 'ann@example.com', { staging: 'editor' });
    const { environments } = await ann.client.environments.list.query();
    expect(environments.map(({ key, role }) => [key, role])).toEqual([['staging', 'editor']]);
    // Whoever has not said where works where they have a role.
    expect((await ann.client.session.current.query()).environment.key).toBe('staging');
    const production = inside('production', ann.cookie);
    await expect(production.session.current.query()).rejects.toThrow('you have no role in this environment');
    await expect(production.flags.list.query({ minutes: 60 })).rejects.toMatchObject(code('FORBIDDEN'));
    await expect(inside('nowhere', cookie).session.current.query()).rejects.toMatchObject(code('NOT_FOUND'));
    await expect(inside('No Key!', cookie).session.current.query()).rejects.toMatchObject(
      code('BAD_REQUEST'),
    );
  });

  it('hears of changes in the environment that the stream names', async () => {
    const leave = new AbortController();
    const stream = await fetch(`${server.url}/trpc/live.events?input={}&environment=staging`, {
      headers: { cookie, accept: 'text/event-stream' },
      signal: leave.signal,
    });
    const { revision } = server.dependencies.configuration.snapshot('staging');
    const reader = stream.body!.getReader();
    let text = '';
    while (!text.includes('"revision"')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toContain(`"number":${revision}`);
    leave.abort();
  });
});

describe('an archived environment', () => {
  it('can be read but not changed, its keys are refused, and it comes back as it was', async () => {
    await admin.environments.create.mutate({ key: 'old', name: 'Old', copyFrom: 'production' });
    const old = inside('old');
    const { key } = await old.keys.create.mutate({ name: 'K', scopes: ['call', 'sync'] });
    const ask = async (path: string) =>
      (await fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await ask('/v1/models')).toBe(200);
    await admin.environments.archive.mutate({ key: 'old' });
    expect([await ask('/v1/models'), await ask('/sync/v1/snapshot')]).toEqual([401, 401]);
    expect((await old.overview.get.query({ minutes: 5 })).flags).toHaveLength(1);
    await expect(old.overrides.set.mutate({ target: '*', mode: 'kill', reason: 'x' })).rejects.toThrow(
      'is archived, so nothing in it can be changed',
    );
    // A search goes by POST, and changes nothing.
    await expect(old.collections.search.mutate({ key: 'none', query: 'x' })).rejects.toThrow(/no collection/);
    await admin.environments.unarchive.mutate({ key: 'old' });
    expect(await ask('/v1/models')).toBe(200);
    await old.overrides.set.mutate({ target: '*', mode: 'kill', reason: 'x' });
  });

  it('is never the last one in use', async () => {
    for (const key of ['old', 'staging']) await admin.environments.archive.mutate({ key });
    await expect(admin.environments.archive.mutate({ key: 'production' })).rejects.toMatchObject(
      code('CONFLICT'),
    );
  });
});

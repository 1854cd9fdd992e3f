import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../configuration/verifyChain.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { cookiesOf, joinPerson, postSignIn, signInWith, testPassword } from '../testing/testPeople.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
let adminCookie: string;
beforeAll(async () => {
  server = await startTestServer();
  adminCookie = await server.signIn();
  admin = personClient(server.url, adminCookie);
}, 60_000);
afterAll(() => server.close());

const stranger = () => personClient(server.url, '');
const code = (error: string) => ({ data: { code: error } });
const invite = (email: string, roles = { production: 'viewer' as const }) =>
  admin.people.invite.mutate({ email, roles });
const tokenOf = (link: string) => new URL(link).hash.slice(1);

describe('an invitation', () => {
  it('makes a person with the roles that it names, once', async () => {
    const { link, invitation } = await invite('ada@example.com');
    expect(link).toMatch(/\/join#[\w-]{43}$/);
    expect(JSON.stringify(await admin.people.list.query())).not.toContain(tokenOf(link));
    const token = tokenOf(link);
    expect(await stranger().invitations.look.mutate({ token })).toMatchObject({
      email: 'ada@example.com',
      invitedBy: 'Admin',
    });
    await stranger().invitations.accept.mutate({ token, name: 'Ada', password: testPassword });
    await expect(
      stranger().invitations.accept.mutate({ token, name: 'Eve', password: testPassword }),
    ).rejects.toMatchObject(code('NOT_FOUND'));

    const cookie = cookiesOf(
      await signInWith(server.url, { email: 'ada@example.com', password: testPassword }),
    );
    const session = await personClient(server.url, cookie).session.current.query();
    expect(session).toMatchObject({ person: { name: 'Ada' }, role: 'viewer' });
    const { invitations } = await admin.people.list.query();
    expect(invitations.find((one) => one.id === invitation.id)?.state).toBe('accepted');
  });

  it('that was called back or is forged opens nothing', async () => {
    const { link, invitation } = await invite('late@example.com');
    await admin.people.callBack.mutate({ id: invitation.id });
    for (const token of [tokenOf(link), 'x'.repeat(43), "' or 1=1 --"])
      await expect(
        stranger().invitations.accept.mutate({ token, name: 'Eve', password: testPassword }),
      ).rejects.toMatchObject(code('NOT_FOUND'));
    await expect(admin.people.callBack.mutate({ id: invitation.id })).rejects.toMatchObject(code('CONFLICT'));
  });

  it('expires', async () => {
    const { invitation } = await invite('old@example.com');
    const { store } = server.dependencies;
    const later = new Date(Date.parse(invitation.expiresAt)).toISOString();
    expect(await store.invitations.findOpenFor('old@example.com', invitation.createdAt)).not.toBeNull();
    expect(await store.invitations.findOpenFor('old@example.com', later)).toBeNull();
    const author = { kind: 'person' as const, id: 'x', name: 'X' };
    const person = { id: 'x', name: 'X', passwordHash: 'x' };
    expect(await store.invitations.accept(invitation.id, person, { author, at: later, reason: 'x' })).toBe(
      false,
    );
  });

  it('is for people who are not here yet, and for environments that are', async () => {
    await expect(invite('ada@example.com')).rejects.toMatchObject(code('CONFLICT'));
    await expect(
      admin.people.invite.mutate({ email: 'new@example.com', roles: { nowhere: 'viewer' } }),
    ).rejects.toMatchObject(code('NOT_FOUND'));
    await expect(admin.people.invite.mutate({ email: 'new@example.com', roles: {} })).rejects.toMatchObject(
      code('BAD_REQUEST'),
    );
  });
});

describe('roles', () => {
  it('change at once, and the last admin of everything stays', async () => {
    const eve = await joinPerson(server, adminCookie, 'eve@example.com', { production: 'viewer' });
    const kill = () => eve.client.overrides.set.mutate({ target: '*', mode: 'kill', reason: 'x' });
    await expect(kill()).rejects.toMatchObject(code('FORBIDDEN'));
    await admin.people.setRole.mutate({ person: eve.id, environment: 'production', role: 'release-manager' });
    await kill();
    await eve.client.overrides.lift.mutate({ target: '*', reason: 'x' });
    await admin.people.setRole.mutate({ person: eve.id, environment: 'production', role: null });
    await expect(eve.client.session.current.query()).rejects.toMatchObject(code('UNAUTHORIZED'));

    const { you } = await admin.people.list.query();
    for (const role of ['viewer', null] as const)
      await expect(
        admin.people.setRole.mutate({ person: you, environment: '*', role }),
      ).rejects.toMatchObject(code('CONFLICT'));
    await expect(admin.people.remove.mutate({ person: you })).rejects.toMatchObject(code('CONFLICT'));
    await admin.people.setRole.mutate({ person: eve.id, environment: '*', role: 'admin' });
    await admin.people.setRole.mutate({ person: you, environment: '*', role: 'admin' });
    await admin.people.remove.mutate({ person: eve.id });
  });

  it('of an admin of one environment end at its border', async () => {
    const bob = await joinPerson(server, adminCookie, 'bob@example.com', { production: 'admin' });
    const { you } = await admin.people.list.query();
    await expect(
      bob.client.people.setRole.mutate({ person: bob.id, environment: '*', role: 'admin' }),
    ).rejects.toMatchObject(code('FORBIDDEN'));
    await expect(bob.client.people.remove.mutate({ person: you })).rejects.toMatchObject(code('FORBIDDEN'));
    await expect(
      bob.client.people.invite.mutate({ email: 'x@example.com', roles: { '*': 'viewer' } }),
    ).rejects.toMatchObject(code('FORBIDDEN'));
    await expect(bob.client.environments.create.mutate({ key: 'bobs', name: 'Bobs' })).rejects.toMatchObject(
      code('FORBIDDEN'),
    );
    const { invitation } = await bob.client.people.invite.mutate({
      email: 'y@example.com',
      roles: { production: 'editor' },
    });
    await bob.client.people.callBack.mutate({ id: invitation.id });
  });

  it('end with the person, whose sessions end too', async () => {
    const gone = await joinPerson(server, adminCookie, 'gone@example.com', { production: 'admin' });
    await gone.client.session.current.query();
    await admin.people.remove.mutate({ person: gone.id });
    await expect(gone.client.session.current.query()).rejects.toMatchObject(code('UNAUTHORIZED'));
    expect((await signInWith(server.url, { email: gone.email, password: testPassword })).status).toBe(401);
  });
});

describe('a password', () => {
  it('is changed by whoever knows it, and ends the other sessions', async () => {
    const kim = await joinPerson(server, adminCookie, 'kim@example.com', { production: 'viewer' });
    const other = cookiesOf(await signInWith(server.url, { email: kim.email, password: testPassword }));
    const next = 'another long password';
    for (const current of [null, 'wrong wrong wrong'])
      await expect(kim.client.account.setPassword.mutate({ current, next })).rejects.toThrow(
        'This is not your password',
      );
    await expect(
      kim.client.account.setPassword.mutate({ current: testPassword, next: 'short' }),
    ).rejects.toMatchObject(code('BAD_REQUEST'));
    await kim.client.account.setPassword.mutate({ current: testPassword, next });
    await kim.client.session.current.query();
    await expect(personClient(server.url, other).session.current.query()).rejects.toMatchObject(
      code('UNAUTHORIZED'),
    );
    expect((await signInWith(server.url, { email: kim.email, password: testPassword })).status).toBe(401);
    expect((await signInWith(server.url, { email: kim.email, password: next })).status).toBe(200);
  });

  it('is never said, and never tells who is here', async () => {
    const wrong = await signInWith(server.url, { email: 'ada@example.com', password: 'wrong wrong wrong' });
    const nobody = await signInWith(server.url, { email: 'nobody@example.com', password: 'wrong wrong' });
    expect([wrong.status, await wrong.text()]).toEqual([nobody.status, await nobody.text()]);
  });

  it('can be guessed ten times in a quarter of an hour from one place', async () => {
    const fresh = await startTestServer({ demo: false });
    const guess = () =>
      signInWith(fresh.url, { email: 'admin@knowngood.local', password: 'wrong wrong wrong' });
    for (let index = 0; index < 10; index++) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await refused.json()) as object).toMatchObject({
      message: expect.stringContaining('try again in'),
    });
    await fresh.close();
  });
});

describe('somebody who has lost the password', () => {
  it('is let in once by a link of an admin, and sets another', async () => {
    const sam = await joinPerson(server, adminCookie, 'sam@example.com', { production: 'viewer' });
    const { link } = await admin.people.resetAccess.mutate({ person: sam.id });
    await expect(sam.client.account.get.query()).rejects.toMatchObject(code('UNAUTHORIZED'));
    expect((await signInWith(server.url, { email: sam.email, password: testPassword })).status).toBe(401);
    const open = () => fetch(link.replace('localhost', '127.0.0.1'), { redirect: 'manual' });
    const back = personClient(server.url, cookiesOf(await open()));
    await back.account.setPassword.mutate({ next: 'a third long password' });
    expect(
      (await signInWith(server.url, { email: sam.email, password: 'a third long password' })).status,
    ).toBe(200);
    expect(cookiesOf(await open())).not.toContain('session_token');
  });
});

describe('an admin who has lost the own password', () => {
  it('comes in by a link of the console, and resets it without being thrown out', async () => {
    const { you } = await admin.people.list.query();
    await admin.account.setPassword.mutate({ next: 'soon forgotten words' });
    await expect(admin.account.setPassword.mutate({ next: 'something else entirely' })).rejects.toThrow(
      'This is not your password',
    );
    await admin.people.resetAccess.mutate({ person: you });
    await admin.account.setPassword.mutate({ next: 'something else entirely' });
    const email = 'admin@knowngood.local';
    const signedIn = await signInWith(server.url, { email, password: 'something else entirely' });
    expect(signedIn.status).toBe(200);
  });
});

describe('sessions', () => {
  it('are listed, and end one by one or all together', async () => {
    const lee = await joinPerson(server, adminCookie, 'lee@example.com', { production: 'viewer' });
    const signIn = async () =>
      personClient(
        server.url,
        cookiesOf(await signInWith(server.url, { email: lee.email, password: testPassword })),
      );
    const [second, third] = [await signIn(), await signIn()];
    const { sessions } = await lee.client.account.get.query();
    expect(sessions).toHaveLength(3);
    expect(sessions.filter((one) => one.current)).toHaveLength(1);
    expect(sessions[0]?.address).toMatch(/127\.0\.0\.1|::/);
    expect(JSON.stringify(sessions)).not.toMatch(/token/i);
    const ofSecond = (await second.account.get.query()).sessions.find((one) => one.current);
    await lee.client.account.endSession.mutate({ session: String(ofSecond?.id) });
    await expect(second.account.get.query()).rejects.toMatchObject(code('UNAUTHORIZED'));
    expect(await lee.client.account.endSessions.mutate({ keepThis: true })).toEqual({ ended: 1 });
    await expect(third.account.get.query()).rejects.toMatchObject(code('UNAUTHORIZED'));
    await admin.people.signOut.mutate({ person: lee.id });
    await expect(lee.client.account.get.query()).rejects.toMatchObject(code('UNAUTHORIZED'));
  });

  it('of others cannot be ended', async () => {
    const mia = await joinPerson(server, adminCookie, 'mia@example.com', { production: 'viewer' });
    const { sessions } = await admin.account.get.query();
    await expect(
      mia.client.account.endSession.mutate({ session: String(sessions[0]?.id) }),
    ).rejects.toMatchObject(code('NOT_FOUND'));
  });
});

/** The code that an authenticator app shows (RFC 6238), from the address that it reads. */
function totp(uri: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const secret = new URL(uri).searchParams.get('secret')!.replaceAll('=', '');
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = hash[19]! & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('a second factor', () => {
  it('is asked for after the password, by code or by backup code, each of which works once', async () => {
    const zoe = await joinPerson(server, adminCookie, 'zoe@example.com', { production: 'viewer' });
    await expect(zoe.client.account.startTwoFactor.mutate({ password: 'wrong wrong' })).rejects.toThrow(
      'This is not your password',
    );
    const { uri, backupCodes } = await zoe.client.account.startTwoFactor.mutate({ password: testPassword });
    expect(uri).toContain('otpauth://totp/Knowngood');
    await expect(zoe.client.account.confirmTwoFactor.mutate({ code: '000000' })).rejects.toThrow(
      'This code is not right',
    );
    const confirmed = await fetch(`${server.url}/trpc/account.confirmTwoFactor`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: zoe.cookie, origin: server.url },
      body: JSON.stringify({ code: totp(uri) }),
    });
    expect(confirmed.status).toBe(200);
    const now = personClient(server.url, cookiesOf(confirmed));
    expect((await now.account.get.query()).person.twoFactor).toBe(true);

    const begin = async () => {
      const response = await signInWith(server.url, { email: zoe.email, password: testPassword });
      expect(await response.json()).toMatchObject({ twoFactorRedirect: true });
      const cookie = cookiesOf(response);
      await expect(personClient(server.url, cookie).account.get.query()).rejects.toMatchObject(
        code('UNAUTHORIZED'),
      );
      return cookie;
    };
    const wrong = await postSignIn(server.url, '/two-factor/verify-totp', { code: '000000' }, await begin());
    expect(wrong.status).toBe(401);
    const right = await postSignIn(server.url, '/two-factor/verify-totp', { code: totp(uri) }, await begin());
    expect(right.status).toBe(200);
    expect((await personClient(server.url, cookiesOf(right)).account.get.query()).person.email).toBe(
      zoe.email,
    );

    const use = async () =>
      postSignIn(server.url, '/two-factor/verify-backup-code', { code: backupCodes[0]! }, await begin());
    expect((await use()).status).toBe(200);
    expect((await use()).status).toBe(401);

    await now.account.stopTwoFactor.mutate({ password: testPassword });
    const plain = await signInWith(server.url, { email: zoe.email, password: testPassword });
    expect(await plain.json()).not.toHaveProperty('twoFactorRedirect');
  });
});

describe('the log of people, keys and environments', () => {
  it('is one hash chain with every change in it, and no secret', async () => {
    const { store } = server.dependencies;
    const log = await store.configuration.walk({ environment: 'system', after: 0, limit: 1_000 });
    const text = JSON.stringify(log);
    for (const words of ['Invited ada@example.com', 'Accepted the invitation', 'Changed the own password'])
      expect(text).toContain(words);
    for (const words of ['Turned the second factor on', 'Removed gone@example.com', 'Made the environment'])
      expect(text).toContain(words);
    const bodies = JSON.stringify(log.map((entry) => [entry.reason, entry.changes]));
    const hash = /[0-9a-f]{64}/.test(bodies);
    expect([hash, /kg_|token|secret|"password"/i.test(bodies)]).toEqual([false, false]);
    const { sign } = server.dependencies.configuration;
    const report = await verifyChain({ store, sign }, 'system');
    expect(report).toMatchObject({ ok: true, problem: null, signedTo: log.length });
    expect(log.map((entry) => entry.number)).toEqual(log.map((_, index) => index + 1));
  });

  it('takes the change back with an entry that cannot be written', async () => {
    const { store } = server.dependencies;
    const { people, you } = await admin.people.list.query();
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const author = cyclic as never;
    await expect(
      store.people.rename(you, 'Changed', { author, at: new Date().toISOString(), reason: 'x' }),
    ).rejects.toThrow();
    expect((await store.people.find(you))?.name).toBe(people.find((one) => one.id === you)?.name);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { startTestIssuer } from '../testing/testIssuer.ts';
import { cookiesOf, joinPerson, postSignIn } from '../testing/testPeople.ts';

let server: TestServer;
let adminCookie: string;
let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
beforeAll(async () => {
  issuer = await startTestIssuer();
  server = await startTestServer({ oidc: { issuer: issuer.url, clientId: 'knowngood', clientSecret: 's' } });
  adminCookie = await server.signIn();
}, 60_000);
afterAll(async () => {
  await server.close();
  await issuer.close();
});

/** What a browser does after "Continue with ...". */
async function throughProvider(): Promise<{ cookie: string; to: string }> {
  const begun = await postSignIn(server.url, '/sign-in/social', { provider: 'oidc' });
  expect(begun.status).toBe(200);
  const { url } = (await begun.json()) as { url: string };
  const asked = await fetch(url, { redirect: 'manual' });
  const back = String(asked.headers.get('location')).replace('localhost', '127.0.0.1');
  const done = await fetch(back, { redirect: 'manual', headers: { cookie: cookiesOf(begun) } });
  return { cookie: cookiesOf(done), to: String(done.headers.get('location')) };
}

const personWith = (cookie: string) => personClient(server.url, cookie).account.get.query();
const claims = (email: string, verified = true) => ({
  sub: `sub of ${email}`,
  email,
  email_verified: verified,
  name: 'From the provider',
});

describe('sign-in through an identity provider', () => {
  it('is offered where it is set', async () => {
    const ways = await personClient(server.url, '').session.ways.query();
    expect(ways).toEqual({ password: true, singleSignOn: '127.0.0.1' });
  });

  it('lets in who is here already, by the address that the provider vouches for', async () => {
    const ada = await joinPerson(server, adminCookie, 'ada@example.com', { production: 'editor' });
    issuer.says(claims('ada@example.com'));
    const { cookie, to } = await throughProvider();
    expect(to).toMatch(/\/$/);
    const { person } = await personWith(cookie);
    expect(person).toMatchObject({ id: ada.id, singleSignOn: true, hasPassword: true });
    expect(person.roles).toEqual({ production: 'editor' });
  });

  it('accepts the invitation of somebody new', async () => {
    const admin = personClient(server.url, adminCookie);
    await admin.people.invite.mutate({ email: 'new@example.com', roles: { production: 'viewer' } });
    issuer.says(claims('new@example.com'));
    const { person } = await personWith((await throughProvider()).cookie);
    expect(person).toMatchObject({
      email: 'new@example.com',
      roles: { production: 'viewer' },
      hasPassword: false,
    });
    const { invitations } = await admin.people.list.query();
    expect(invitations.find((one) => one.email === 'new@example.com')?.state).toBe('accepted');
  });

  it('keeps out strangers, unproven addresses and forged tokens', async () => {
    const admin = personClient(server.url, adminCookie);
    await admin.people.invite.mutate({ email: 'shy@example.com', roles: { production: 'viewer' } });
    const refused = async () => {
      const { cookie, to } = await throughProvider();
      expect(to).toContain('/sign-in?error=');
      await expect(personWith(cookie)).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } });
    };
    issuer.says(claims('stranger@example.com'));
    await refused();
    issuer.says(claims('shy@example.com', false));
    await refused();
    issuer.says({ ...claims('admin@knowngood.local', false), sub: 'eve' });
    await refused();
    issuer.says(claims('ada@example.com'), { forged: true });
    await refused();
    const { people } = await admin.people.list.query();
    expect(people.map((one) => one.email)).not.toContain('stranger@example.com');
  });

  it('comes back when the provider does', async () => {
    const away = await startTestIssuer();
    const port = Number(new URL(away.url).port);
    await away.close();
    const late = await startTestServer({
      demo: false,
      oidc: { issuer: away.url, clientId: 'knowngood', clientSecret: 's' },
    });
    const ask = () => postSignIn(late.url, '/sign-in/social', { provider: 'oidc' });
    const down = await ask();
    expect([down.status >= 400 && down.status < 500, await down.text()]).toEqual([true, expect.any(String)]);
    const back = await startTestIssuer(port);
    expect((await ask()).status).toBe(200);
    await back.close();
    await late.close();
  });
});

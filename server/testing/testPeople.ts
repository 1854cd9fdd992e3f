import type { Roles } from '../../shared/model/environment.ts';
import { personClient, type TestServer } from './startTestServer.ts';

export const testPassword = 'correct horse battery';

/** The cookies that an answer sets, as a browser sends them back. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .filter((cookie) => !/max-age=0/i.test(cookie))
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** Signs in with a password, from a page of `origin`. */
export const signInWith = (
  url: string,
  body: { email: string; password: string },
  origin = url,
): Promise<Response> =>
  fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });

/** Sends a body to one of the sign-in addresses with cookies. */
export const postSignIn = (url: string, path: string, body: object, cookie = ''): Promise<Response> =>
  fetch(`${url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });

export interface TestPerson {
  id: string;
  email: string;
  cookie: string;
  client: ReturnType<typeof personClient>;
}

/** Invites somebody as the admin does, accepts, and signs in: all through the real surfaces. */
export async function joinPerson(
  server: TestServer,
  adminCookie: string,
  email: string,
  roles: Roles,
): Promise<TestPerson> {
  const admin = personClient(server.url, adminCookie);
  const { link } = await admin.people.invite.mutate({ email, roles });
  const token = new URL(link).hash.slice(1);
  const name = email.split('@')[0] ?? email;
  await personClient(server.url, '').invitations.accept.mutate({ token, name, password: testPassword });
  const cookie = cookiesOf(await signInWith(server.url, { email, password: testPassword }));
  const { people } = await admin.people.list.query();
  const id = people.find((person) => person.email === email)?.id ?? '';
  return { id, email, cookie, client: personClient(server.url, cookie) };
}

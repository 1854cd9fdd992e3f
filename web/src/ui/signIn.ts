/** Why somebody was not let in, in the server's words. */
export class SignInRefused extends Error {}

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = (await answer.json().catch(() => null)) as Record<string, unknown> | null;
  if (answer.ok) return said ?? {};
  const message = typeof said?.message === 'string' ? said.message : `The server answered ${answer.status}`;
  throw new SignInRefused(message);
}

/** Signs in with a password. True: a code is asked for next. */
export const signInWithPassword = async (email: string, password: string): Promise<boolean> =>
  (await post('/sign-in/email', { email, password })).twoFactorRedirect === true;

/** The second factor: six digits of the app, or a backup code. */
export const sendCode = (code: string): Promise<unknown> =>
  post(/^\d{6}$/.test(code) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code', { code });

/** The address of the identity provider, to go on there. */
export async function beginSingleSignOn(): Promise<string> {
  const { url } = await post('/sign-in/social', { provider: 'oidc' });
  if (typeof url !== 'string') throw new SignInRefused('The identity provider cannot be reached now');
  return url;
}

export const signOut = (): Promise<unknown> => post('/sign-out', {});

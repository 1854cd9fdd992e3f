import type { IncomingHttpHeaders } from 'node:http';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { magicLink } from 'better-auth/plugins/magic-link';
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import type { Principal } from './access.ts';

/** A sign-in link works once, within this many seconds. */
const linkSeconds = 24 * 60 * 60;
const everyEnvironment = '*';

export interface People {
  /** Handles everything under /api/auth. */
  handler: ReturnType<typeof toNodeHandler>;
  /** The signed-in person and the role they hold in an environment; null without a session or without a role. */
  currentPerson(headers: IncomingHttpHeaders, environment: string): Promise<Principal | null>;
  /** Makes the first admin where there is none, and answers who it is. */
  ensureAdmin(email: string): Promise<{ email: string; hasSignedIn: boolean }>;
  /** A link that signs this person in with one click, once. */
  signInLink(email: string): Promise<string>;
}

/** Sign-in of people. The library behind it shows nowhere else. */
export function createPeople(options: {
  store: Store;
  publicUrl: string;
  secret: string;
  trustedOrigins: string[];
  log: Logger;
}): People {
  const { store, publicUrl, secret, log } = options;
  // The library hands the link to a mail sender; ours goes back to whoever asked, by the address it is for.
  const made = new Map<string, string>();
  const auth = betterAuth({
    appName: 'Knowngood',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: store.people.authAdapter() as NonNullable<BetterAuthOptions['database']>,
    trustedOrigins: options.trustedOrigins,
    // Links are made on the server's console only: over the network anybody could ask for one.
    disabledPaths: [
      '/sign-in/magic-link',
      '/sign-up/email',
      '/sign-in/email',
      '/update-user',
      '/delete-user',
      '/change-email',
    ],
    session: { expiresIn: 30 * 24 * 60 * 60, updateAge: 24 * 60 * 60 },
    rateLimit: { enabled: true, window: 60, max: 60 },
    advanced: { cookiePrefix: 'knowngood', useSecureCookies: publicUrl.startsWith('https:') },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => log[level === 'error' ? 'warn' : 'debug']({ area: 'sign-in' }, message),
    },
    plugins: [
      magicLink({
        expiresIn: linkSeconds,
        storeToken: 'hashed',
        disableSignUp: true,
        sendMagicLink: ({ email, url }) => {
          made.set(email, url);
        },
      }),
    ],
  });
  return {
    handler: toNodeHandler(auth),
    async currentPerson(headers, environment) {
      if (!headers.cookie) return null;
      const session = await auth.api.getSession({ headers: fromNodeHeaders(headers) });
      if (!session) return null;
      const { id, name, email } = session.user;
      const role = await store.people.roleOf(id, environment);
      return role ? { kind: 'person', id, name, email, role } : null;
    },
    async ensureAdmin(email) {
      const existing = await store.people.firstAdmin(everyEnvironment);
      if (existing) return existing;
      const { internalAdapter } = await auth.$context;
      const user = await internalAdapter.createUser(
        { email, name: 'Admin', emailVerified: false },
        { method: 'magic-link' },
      );
      await store.people.setRole(user.id, everyEnvironment, 'admin');
      return { email, hasSignedIn: false };
    },
    async signInLink(email) {
      await auth.api.signInMagicLink({
        body: { email, callbackURL: '/', errorCallbackURL: '/sign-in' },
        headers: new Headers(),
      });
      const link = made.get(email);
      made.delete(email);
      if (!link) throw new Error(`No sign-in link could be made for ${email}`);
      return link;
    },
  };
}

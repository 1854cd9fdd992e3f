import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { magicLink } from 'better-auth/plugins/magic-link';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Logger } from 'pino';
import type { Oidc } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { leastPasswordCharacters, mostPasswordCharacters } from './password.ts';

export const oidcProvider = 'oidc';
/** The header in which the server itself names the client's address; whatever a client sends in it is replaced. */
export const addressHeader = 'x-knowngood-address';

/** A sign-in link works once, within this many seconds. */
const linkSeconds = 24 * 60 * 60;

export interface LibraryOptions {
  store: Store;
  publicUrl: string;
  secret: string;
  trustedOrigins: string[];
  log: Logger;
  /** Null where people do not sign in through a provider, or it cannot be reached now. */
  oidc: Oidc | null;
  onLink(email: string, url: string): void;
  /** Asked before the provider's word makes a new person. */
  mayJoin(email: string): Promise<boolean>;
  /** Called when it has. */
  onJoined(user: { id: string; email: string; name: string }): Promise<void>;
}

/** The sign-in library, set up. It makes and checks sessions, passwords, second factors and one-time links. */
export function createLibrary(options: LibraryOptions) {
  const { store, publicUrl, secret, log, oidc } = options;
  return betterAuth({
    appName: 'Knowngood',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: store.people.authAdapter() as NonNullable<BetterAuthOptions['database']>,
    trustedOrigins: options.trustedOrigins,
    session: { expiresIn: 30 * 24 * 60 * 60, updateAge: 24 * 60 * 60 },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: leastPasswordCharacters,
      maxPasswordLength: mostPasswordCharacters,
    },
    account: { encryptOAuthTokens: true, accountLinking: { enabled: true } },
    onAPIError: { errorURL: `${publicUrl}/sign-in` },
    // `limits.ts` counts attempts, on every surface alike.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'knowngood',
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => log[level === 'error' ? 'warn' : 'debug']({ area: 'sign-in' }, message),
    },
    databaseHooks: {
      user: {
        create: {
          // Without a request it is the server itself that makes the first admin.
          before: async (user, context) => {
            const invited = !context || (user.emailVerified && (await options.mayJoin(user.email)));
            return invited ? undefined : false;
          },
          after: async (user, context) => {
            if (context) await options.onJoined(user);
          },
        },
      },
    },
    plugins: [
      magicLink({
        expiresIn: linkSeconds,
        storeToken: 'hashed',
        disableSignUp: true,
        sendMagicLink: ({ email, url }) => options.onLink(email, url),
      }),
      twoFactor({ issuer: 'Knowngood' }),
      genericOAuth({
        config: oidc
          ? [
              {
                providerId: oidcProvider,
                discoveryUrl: discoveryUrl(oidc),
                clientId: oidc.clientId,
                clientSecret: oidc.clientSecret,
                scopes: ['openid', 'email', 'profile'],
                pkce: true,
                requireIdTokenVerification: true,
              },
            ]
          : [],
      }),
    ],
  });
}

export type Library = ReturnType<typeof createLibrary>;

const discoveryUrl = ({ issuer }: Oidc) => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** True when the provider's discovery document can be had within five seconds. */
export async function answersDiscovery(oidc: Oidc): Promise<boolean> {
  try {
    const response = await fetch(discoveryUrl(oidc), { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

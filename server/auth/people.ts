import type { IncomingHttpHeaders } from 'node:http';
import { fromNodeHeaders } from 'better-auth/node';
import type { Logger } from 'pino';
import { everyEnvironment, type Roles } from '../../shared/model/environment.ts';
import type { Author } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import type { Oidc } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { addressHeader, answersDiscovery, createLibrary, type Library } from './library.ts';
import { inWords } from './libraryErrors.ts';

export interface SignedIn {
  id: string;
  name: string;
  email: string;
  roles: Roles;
  session: string;
}

/** What an act of the sign-in library answers, with the cookies that it sets. */
export interface WithCookies<Answer> {
  answer: Answer;
  cookies: string[];
}

/** Sign-in of people. The library behind it shows nowhere else. */
export interface People {
  /** The name of the way to sign in through an identity provider; null where none is set. */
  singleSignOn: string | null;
  /** Hands a request under /api/auth to the library. `address` is the client's. */
  handle(request: {
    method: string;
    url: string;
    headers: IncomingHttpHeaders;
    body: unknown;
    address: string;
  }): Promise<Response>;
  /** The signed-in person; null without a session, and for whoever has no role at all. */
  currentPerson(headers: IncomingHttpHeaders): Promise<SignedIn | null>;
  /** Makes the first admin where there is none, and answers who it is. */
  ensureAdmin(email: string): Promise<{ email: string; hasSignedIn: boolean }>;
  /** A link that signs this person in with one click, once. */
  signInLink(email: string): Promise<string>;
  hashPassword(password: string): Promise<string>;
  /** True when the password is the one that was hashed. */
  isPassword(hash: string, password: string): Promise<boolean>;
  /** Begins with a second factor: the address for the authenticator app, and the backup codes, both shown once. */
  startTwoFactor(
    headers: IncomingHttpHeaders,
    password: string,
  ): Promise<{ uri: string; backupCodes: string[] }>;
  /** Turns it on with the first code of the app. */
  confirmTwoFactor(headers: IncomingHttpHeaders, code: string): Promise<WithCookies<void>>;
  stopTwoFactor(headers: IncomingHttpHeaders, password: string): Promise<WithCookies<void>>;
  /** New backup codes in place of the old ones. */
  renewBackupCodes(headers: IncomingHttpHeaders, password: string): Promise<string[]>;
}

export interface PeopleOptions {
  store: Store;
  publicUrl: string;
  secret: string;
  trustedOrigins: string[];
  log: Logger;
  oidc?: Oidc | null;
}

export function createPeople(options: PeopleOptions): People {
  const { store, publicUrl, log, oidc = null } = options;
  // The library hands the link to a mail sender; ours goes back to whoever asked, by the address it is for.
  const made = new Map<string, string>();
  const build = (provider: Oidc | null) =>
    createLibrary({
      ...options,
      oidc: provider,
      onLink: (email, url) => {
        made.set(email, url);
      },
      mayJoin: async (email) =>
        (await store.invitations.findOpenFor(email.toLowerCase(), new Date().toISOString())) !== null,
      onJoined: (user) => join(store, user),
    });
  let library = build(null);
  let ready = oidc === null;
  /** The provider's addresses are read once it answers: a provider that is down at the start keeps nobody else out. */
  const withProvider = async (): Promise<Library> => {
    if (!ready && oidc) {
      ready = await answersDiscovery(oidc);
      if (ready) library = build(oidc);
      else
        log.warn({ issuer: oidc.issuer }, 'the identity provider does not answer; people can use passwords');
    }
    return library;
  };
  const withCookies = async <Answer>(
    act: Promise<{ headers: Headers; response: Answer }>,
  ): Promise<WithCookies<Answer>> => {
    const { headers, response } = await inWords(act);
    return { answer: response, cookies: headers.getSetCookie() };
  };

  return {
    singleSignOn: oidc ? new URL(oidc.issuer).hostname : null,
    async handle({ method, url, headers, body, address }) {
      const own = fromNodeHeaders(headers);
      own.set(addressHeader, address);
      for (const name of ['content-length', 'transfer-encoding']) own.delete(name);
      const needsProvider = /\/(callback|sign-in\/social)/.test(url);
      const { handler } = needsProvider ? await withProvider() : library;
      const json = method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {};
      if (method === 'POST') own.set('content-type', 'application/json');
      return handler(new Request(new URL(url, publicUrl), { method, headers: own, ...json }));
    },
    async currentPerson(headers) {
      if (!headers.cookie) return null;
      const found = await library.api.getSession({ headers: fromNodeHeaders(headers) });
      if (!found) return null;
      const { id, name, email } = found.user;
      const roles = await store.people.rolesOf(id);
      return Object.keys(roles).length === 0 ? null : { id, name, email, roles, session: found.session.id };
    },
    async ensureAdmin(email) {
      const existing = await store.people.firstAdmin(everyEnvironment);
      if (existing) return existing;
      const { internalAdapter } = await library.$context;
      const user = await internalAdapter.createUser(
        { email, name: 'Admin', emailVerified: false },
        { method: 'magic-link' },
      );
      await store.people.setRole(user.id, everyEnvironment, 'admin');
      return { email, hasSignedIn: false };
    },
    async signInLink(email) {
      await library.api.signInMagicLink({
        body: { email, callbackURL: '/', errorCallbackURL: '/sign-in' },
        headers: new Headers(),
      });
      const link = made.get(email);
      made.delete(email);
      if (!link) throw new Error(`No sign-in link could be made for ${email}`);
      return link;
    },
    hashPassword: async (password) => (await library.$context).password.hash(password),
    isPassword: async (hash, password) => (await library.$context).password.verify({ hash, password }),
    async startTwoFactor(headers, password) {
      const answer = await inWords(
        library.api.enableTwoFactor({
          body: { password, method: 'totp' },
          headers: fromNodeHeaders(headers),
        }),
      );
      if (!('totpURI' in answer)) throw new KnowngoodError('CONFLICT', 'A second factor is on already');
      return { uri: String(answer.totpURI), backupCodes: [...(answer.backupCodes ?? [])] };
    },
    async confirmTwoFactor(headers, code) {
      const { cookies } = await withCookies(
        library.api.verifyTOTP({ body: { code }, headers: fromNodeHeaders(headers), returnHeaders: true }),
      );
      return { answer: undefined, cookies };
    },
    async stopTwoFactor(headers, password) {
      const { cookies } = await withCookies(
        library.api.disableTwoFactor({
          body: { password },
          headers: fromNodeHeaders(headers),
          returnHeaders: true,
        }),
      );
      return { answer: undefined, cookies };
    },
    async renewBackupCodes(headers, password) {
      const { backupCodes } = await inWords(
        library.api.generateBackupCodes({ body: { password }, headers: fromNodeHeaders(headers) }),
      );
      return backupCodes;
    },
  };
}

/** The provider vouches for the address of somebody invited: that accepts the invitation. */
async function join(store: Store, user: { id: string; email: string; name: string }): Promise<void> {
  const at = new Date().toISOString();
  const invitation = await store.invitations.findOpenFor(user.email.toLowerCase(), at);
  const author: Author = { kind: 'person', id: user.id, name: user.name };
  const reason = `Accepted the invitation through the identity provider`;
  if (invitation)
    await store.invitations.accept(invitation.id, { existing: user.id }, { author, at, reason });
}

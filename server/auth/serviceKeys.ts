import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyScope } from '../../shared/model/environment.ts';
import type { Act, KeyStore, ServiceKey } from '../store/store.ts';
import type { KeyPrincipal } from './access.ts';
import { createKeyLimits, type KeyLimits } from './keyLimits.ts';
import { createKeyUse } from './keyUse.ts';

const rememberedMs = 1_000;
const mostRemembered = 10_000;
const shape = /^kg_[0-9a-f]{64}$/;

const hashOf = (key: string): string => hash('sha256', key, 'hex');

/** A new key: its text, which is shown once, and the hash that is stored. */
export function newKeyText(): { text: string; hash: string } {
  const text = `kg_${randomBytes(32).toString('hex')}`;
  return { text, hash: hashOf(text) };
}

/** Makes a key. The text is answered once and never stored. */
export async function createServiceKey(
  store: KeyStore,
  request: {
    id: string;
    environment: string;
    name: string;
    scopes: KeyScope[];
    origins?: string[];
    expiresAt?: string | null;
    ratePerMinute?: number | null;
    now: Date;
  },
  by?: Act,
): Promise<string> {
  const { text, hash } = newKeyText();
  const { now, origins = [], expiresAt = null, ratePerMinute = null, ...rest } = request;
  const createdAt = now.toISOString();
  const unused = { revokedAt: null, lastUsedAt: null, replacedBy: null };
  await store.create({ ...rest, origins, hash, createdAt, expiresAt, ratePerMinute, ...unused }, by);
  return text;
}

export interface ServiceKeys {
  /** The principal of an Authorization header, or null when the key is unknown, expired or revoked. */
  principalOf(authorization: string): Promise<KeyPrincipal | null>;
  /** The same, and counts the request, or several at once. @throws KnowngoodError RATE_LIMITED */
  admit(authorization: string, requests?: number): Promise<KeyPrincipal | null>;
  /** True when pages of this origin may use some public key. */
  allowsOrigin(origin: string): Promise<boolean>;
  /** Stands for a key in the address of an event stream, which cannot carry a header in browsers. It opens nothing else. */
  ticketOf(principal: KeyPrincipal): string;
  /** The principal of a ticket, or null when the ticket is forged, or its key expired or revoked. */
  principalOfTicket(ticket: string): Promise<KeyPrincipal | null>;
  /** Asks the store anew for every key: one has been changed here. */
  forget(): void;
  /** Writes down when keys were last used. */
  close(): Promise<void>;
}

/**
 * Checks keys with one hash and one remembered look-up, so that the call path does not wait for the store. A key
 * that this process revokes works no more from then on; one that another process revokes, a second later.
 */
export function createServiceKeys(
  store: KeyStore,
  now: () => Date,
  secret: string,
  limits: KeyLimits = createKeyLimits(),
): ServiceKeys {
  // By the key itself, so that a busy service's key is hashed once a second and not at every call.
  const findByText = remembering(now, (text: string) => store.findByHash(hashOf(text)));
  const findById = remembering(now, (id: string) => store.findById(id));
  const findOrigins = remembering(now, (_all: 'all') => store.origins(now().toISOString()));
  const use = createKeyUse(store, now);
  const signature = (id: string) => createHmac('sha256', secret).update(`ticket:${id}`).digest();

  const works = (key: ServiceKey | null): key is ServiceKey =>
    key !== null && key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now().toISOString());
  const find = async (authorization: string): Promise<ServiceKey | null> => {
    const [scheme, text] = authorization.split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !text || !shape.test(text)) return null;
    const key = await findByText.of(text);
    return works(key) ? key : null;
  };
  return {
    async principalOf(authorization) {
      const key = await find(authorization);
      return key && principal(key);
    },
    async admit(authorization, requests = 1) {
      const key = await find(authorization);
      if (!key) return null;
      use.note(key.id);
      limits.take(key.id, key.ratePerMinute, requests);
      return principal(key);
    },
    allowsOrigin: async (origin) => (await findOrigins.of('all'))?.includes(origin) ?? false,
    ticketOf: ({ id }) => `${id}.${signature(id).toString('base64url')}`,
    async principalOfTicket(ticket) {
      const [id = '', sent = ''] = ticket.split('.');
      const given = Buffer.from(sent, 'base64url');
      const right = signature(id);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const key = await findById.of(id);
      return works(key) ? principal(key) : null;
    },
    forget() {
      findByText.forget();
      findById.forget();
      findOrigins.forget();
    },
    close: use.close,
  };
}

const principal = ({ id, name, environment, scopes, origins }: ServiceKey): KeyPrincipal => ({
  kind: 'key',
  id,
  name,
  environment,
  scopes,
  origins,
});

/** Asks once a second at most for the same thing. What was not found is asked for again. */
function remembering<Key extends string, Found>(
  now: () => Date,
  find: (key: Key) => Promise<Found | null>,
): { of(key: Key): Promise<Found | null>; forget(): void } {
  const remembered = new Map<Key, { found: Found; until: number }>();
  let forgotten = 0;
  return {
    async of(key) {
      const known = remembered.get(key);
      if (known && known.until > now().getTime()) return known.found;
      const asked = forgotten;
      const found = await find(key);
      // What was read before a change must not be remembered after it.
      if (found === null || asked !== forgotten) return found;
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(key, { found, until: now().getTime() + rememberedMs });
      return found;
    },
    forget() {
      forgotten++;
      remembered.clear();
    },
  };
}

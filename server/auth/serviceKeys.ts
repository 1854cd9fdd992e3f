import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyScope } from '../../shared/model/environment.ts';
import type { KeyStore, ServiceKey } from '../store/store.ts';
import type { KeyPrincipal } from './access.ts';

const rememberedMs = 1_000;
const mostRemembered = 10_000;
const shape = /^kg_[0-9a-f]{64}$/;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a key. The text is answered once and never stored. */
export async function createServiceKey(
  store: KeyStore,
  request: {
    id: string;
    environment: string;
    name: string;
    scopes: KeyScope[];
    origins?: string[];
    now: Date;
  },
): Promise<string> {
  const key = `kg_${randomBytes(32).toString('hex')}`;
  const { now, origins = [], ...rest } = request;
  await store.create({
    ...rest,
    origins,
    hash: hashOf(key),
    createdAt: now.toISOString(),
    expiresAt: null,
    revokedAt: null,
  });
  return key;
}

export interface ServiceKeys {
  /** The principal of an Authorization header, or null when the key is unknown, expired or revoked. */
  principalOf(authorization: string): Promise<KeyPrincipal | null>;
  /** True when pages of this origin may use some public key. */
  allowsOrigin(origin: string): Promise<boolean>;
  /** Stands for a key in the address of an event stream, which cannot carry a header in browsers. It opens nothing else. */
  ticketOf(principal: KeyPrincipal): string;
  /** The principal of a ticket, or null when the ticket is forged, or its key expired or revoked. */
  principalOfTicket(ticket: string): Promise<KeyPrincipal | null>;
}

/** Checks keys with one hash and one remembered look-up, so that the call path does not wait for the store. */
export function createServiceKeys(store: KeyStore, now: () => Date, secret: string): ServiceKeys {
  const findByHash = remembering(now, (hash: string) => store.findByHash(hash));
  const findById = remembering(now, (id: string) => store.findById(id));
  const findOrigins = remembering(now, (_all: 'all') => store.origins(now().toISOString()));
  const signature = (id: string) => createHmac('sha256', secret).update(`ticket:${id}`).digest();

  const live = (key: ServiceKey | null): KeyPrincipal | null => {
    const at = now().toISOString();
    if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= at)) return null;
    const { id, name, environment, scopes, origins } = key;
    return { kind: 'key', id, name, environment, scopes, origins };
  };
  return {
    async principalOf(authorization) {
      const [scheme, text] = authorization.split(' ');
      if (scheme?.toLowerCase() !== 'bearer' || !text || !shape.test(text)) return null;
      return live(await findByHash(hashOf(text)));
    },
    allowsOrigin: async (origin) => (await findOrigins('all'))?.includes(origin) ?? false,
    ticketOf: ({ id }) => `${id}.${signature(id).toString('base64url')}`,
    async principalOfTicket(ticket) {
      const [id = '', sent = ''] = ticket.split('.');
      const given = Buffer.from(sent, 'base64url');
      const right = signature(id);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return live(await findById(id));
    },
  };
}

/** Asks once a second at most for the same thing. What was not found is asked for again. */
function remembering<Key extends string, Found>(
  now: () => Date,
  find: (key: Key) => Promise<Found | null>,
): (key: Key) => Promise<Found | null> {
  const remembered = new Map<Key, { found: Found; until: number }>();
  return async (key) => {
    const known = remembered.get(key);
    if (known && known.until > now().getTime()) return known.found;
    const found = await find(key);
    if (found === null) return null;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, { found, until: now().getTime() + rememberedMs });
    return found;
  };
}

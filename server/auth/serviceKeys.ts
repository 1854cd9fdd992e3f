import { createHash, randomBytes } from 'node:crypto';
import type { KeyScope } from '../../shared/model/environment.ts';
import type { KeyStore, ServiceKey } from '../store/store.ts';
import type { Principal } from './access.ts';

const rememberedMs = 1_000;
const mostRemembered = 10_000;
const shape = /^kg_[0-9a-f]{64}$/;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a key. The text is answered once and never stored. */
export async function createServiceKey(
  store: KeyStore,
  request: { id: string; environment: string; name: string; scopes: KeyScope[]; now: Date },
): Promise<string> {
  const key = `kg_${randomBytes(32).toString('hex')}`;
  const { now, ...rest } = request;
  await store.create({
    ...rest,
    hash: hashOf(key),
    createdAt: now.toISOString(),
    expiresAt: null,
    revokedAt: null,
  });
  return key;
}

export interface ServiceKeys {
  /** The principal of an Authorization header, or null when the key is unknown, expired or revoked. */
  principalOf(authorization: string): Promise<Principal | null>;
}

/** Checks keys with one hash and one remembered look-up, so that the call path does not wait for the store. */
export function createServiceKeys(store: KeyStore, now: () => Date): ServiceKeys {
  const remembered = new Map<string, { key: ServiceKey; until: number }>();
  const find = async (hash: string): Promise<ServiceKey | null> => {
    const known = remembered.get(hash);
    if (known && known.until > now().getTime()) return known.key;
    const key = await store.findByHash(hash);
    if (!key) return null;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(hash, { key, until: now().getTime() + rememberedMs });
    return key;
  };
  return {
    async principalOf(authorization) {
      const [scheme, text] = authorization.split(' ');
      if (scheme?.toLowerCase() !== 'bearer' || !text || !shape.test(text)) return null;
      const key = await find(hashOf(text));
      const at = now().toISOString();
      if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= at)) return null;
      return { kind: 'key', id: key.id, name: key.name, environment: key.environment, scopes: key.scopes };
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { KeyScope } from '../../shared/model/environment.ts';
import { newKeyText } from '../auth/serviceKeys.ts';
import type { Dependencies } from '../context.ts';
import type { Act } from '../store/store.ts';

const dayMs = 24 * 60 * 60 * 1_000;

export interface NewKey {
  name: string;
  scopes: KeyScope[];
  origins: string[];
  expiresInDays: number | null;
  ratePerMinute: number | null;
}

/**
 * Makes a key of an environment. Answers its text, which is never stored. One that `waits` does not work before a
 * second person has agreed.
 */
export async function createKey(
  { store, serviceKeys }: Pick<Dependencies, 'store' | 'serviceKeys'>,
  { environment, waits, ...request }: NewKey & { environment: string; waits: boolean },
  by: Act,
): Promise<{ id: string; key: string; waits: boolean }> {
  const { expiresInDays, ...rest } = request;
  const { text, hash } = newKeyText();
  const expiresAt =
    expiresInDays === null ? null : new Date(Date.parse(by.at) + expiresInDays * dayMs).toISOString();
  const id = randomUUID();
  const unused = { revokedAt: null, lastUsedAt: null, replacedBy: null };
  const key = { ...rest, id, environment, hash, expiresAt, createdAt: by.at, ...unused };
  if (waits) await store.keys.ask(key, { by: by.author, expiresAt, replaces: null }, by);
  else await store.keys.create(key, by);
  // Pages of a new public key's origins are let in at once.
  serviceKeys.forget();
  return { id, key: text, waits };
}

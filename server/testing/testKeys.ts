import { randomUUID } from 'node:crypto';
import type { KeyScope } from '../../shared/model/environment.ts';
import { createServiceKey } from '../auth/serviceKeys.ts';
import type { KeyStore } from '../store/store.ts';

/** A key of the environment `production`, with its id, so that a test can revoke it. */
export async function makeKey(
  keys: KeyStore,
  scopes: KeyScope[],
  origins: string[] = [],
): Promise<{ id: string; key: string }> {
  const id = randomUUID();
  const request = { id, environment: 'production', name: scopes.join(), scopes, origins, now: new Date() };
  return { id, key: await createServiceKey(keys, request) };
}

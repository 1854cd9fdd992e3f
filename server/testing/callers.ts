import { randomUUID } from 'node:crypto';
import type { KeyScope, Roles } from '../../shared/model/environment.ts';
import { createServiceKey } from '../auth/serviceKeys.ts';
import { personClient, type TestServer } from './startTestServer.ts';
import { joinPerson } from './testPeople.ts';

export interface Caller {
  headers: Record<string, string>;
  /** What stands for the key in the address of an event stream. */
  ticket?: string;
}

const origin = 'https://shop.example';
const scopes: KeyScope[] = ['call', 'evaluate', 'ingest', 'sync', 'public'];
const people: [string, (other: string) => Roles][] = [
  ['elsewhere', (other) => ({ [other]: 'viewer' })],
  ['viewer', () => ({ production: 'viewer' })],
  ['editor', () => ({ production: 'editor' })],
  ['release manager', () => ({ production: 'release-manager' })],
  ['admin', () => ({ production: 'admin' })],
  ['admin of all', () => ({ '*': 'admin' })],
];

/**
 * One of each kind of caller, by the names that docs/permissions.md uses. Makes the environment `other` too, which is
 * empty. All requests are about production.
 */
export async function makeCallers(server: TestServer, other: string): Promise<Map<string, Caller>> {
  const { store, serviceKeys } = server.dependencies;
  const adminCookie = await server.signIn();
  await personClient(server.url, adminCookie).environments.create.mutate({ key: other, name: other });
  const keyCaller = async (environment: string, own: KeyScope[]): Promise<Caller> => {
    const isPublic = own.includes('public');
    const id = randomUUID();
    const origins = isPublic ? [origin] : [];
    const request = { id, environment, name: own.join(), scopes: own, origins, now: new Date() };
    const key = await createServiceKey(store.keys, request);
    const principal = await serviceKeys.principalOf(`Bearer ${key}`);
    return {
      headers: { authorization: `Bearer ${key}`, ...(isPublic ? { origin } : {}) },
      ...(principal ? { ticket: serviceKeys.ticketOf(principal) } : {}),
    };
  };
  const callers = new Map<string, Caller>([['nobody', { headers: {} }]]);
  for (const scope of scopes) callers.set(scope, await keyCaller('production', [scope]));
  callers.set('other key', await keyCaller(other, ['call', 'evaluate', 'ingest', 'sync']));
  for (const [name, roles] of people) {
    const email = `${name.replaceAll(' ', '-')}@example.com`;
    const { cookie } = await joinPerson(server, adminCookie, email, roles(other));
    const headers = { cookie, origin: server.url, 'knowngood-environment': 'production' };
    callers.set(name, { headers });
  }
  return callers;
}

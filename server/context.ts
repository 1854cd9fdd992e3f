import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import { type Roles, roleIn } from '../shared/model/environment.ts';
import type { Principal } from './auth/access.ts';
import type { SignInLimits } from './auth/limits.ts';
import type { People } from './auth/people.ts';
import type { ServiceKeys } from './auth/serviceKeys.ts';
import type { Pipe } from './calls/pipe.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { Usage } from './flags/usage.ts';
import type { LiveEvents } from './live/liveEvents.ts';
import type { Migrations } from './migrations/migrations.ts';
import type { Retrieval } from './retrieval/retrieval.ts';
import type { Store } from './store/store.ts';
import type { Receipts } from './sync/receipts.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** The environment that a request without a key works in. */
export const defaultEnvironment = 'production';

/** Everything the surfaces work with; made in one place and passed in, so that a test can make its own. */
export interface Dependencies {
  store: Store;
  configuration: Configuration;
  pipe: Pipe;
  metrics: Metrics;
  live: LiveEvents;
  usage: Usage;
  /** Which clients obey which revision. */
  receipts: Receipts;
  /** Collections, their documents and their search. */
  retrieval: Retrieval;
  /** Moves of collections to other index versions. */
  migrations: Migrations;
  serviceKeys: ServiceKeys;
  signInLimits: SignInLimits;
  /** Sign-in loads after the call surfaces are up. */
  people(): Promise<People>;
  log: Logger;
  version: string;
  demo: boolean;
  metricsPublic: boolean;
  /** Reverse proxies in front of the server, whose word on the client's address counts. */
  trustedProxies: number;
  publicUrl(): string;
  /** Origins whose pages may send requests with a session cookie. */
  trustedOrigins(): string[];
  /** Where the built admin app is. */
  webFolder: string;
}

/** Who sends this request; null when nobody we know. @throws KnowngoodError RATE_LIMITED, INVALID */
export async function principalOf(
  dependencies: Dependencies,
  headers: IncomingHttpHeaders,
  asked: { environment?: string | null; requests?: number } = {},
): Promise<Principal | null> {
  if (headers.authorization) return dependencies.serviceKeys.admit(headers.authorization, asked.requests);
  const person = await (await dependencies.people()).currentPerson(headers);
  if (!person) return null;
  const environment = asked.environment ?? (await homeOf(dependencies, person.roles));
  return { kind: 'person', ...person, environment, role: roleIn(person.roles, environment) };
}

/** Where somebody works who has not said where: in production, or else in the first environment that is theirs. */
async function homeOf({ store }: Dependencies, roles: Roles): Promise<string> {
  if (roleIn(roles, defaultEnvironment) !== null) return defaultEnvironment;
  const all = await store.environments.list();
  return all.find(({ key }) => roleIn(roles, key) !== null)?.key ?? defaultEnvironment;
}

export interface Context {
  dependencies: Dependencies;
  principal: Principal | null;
  environment: string;
  /** Aborts when the client has left. */
  clientLeft: AbortSignal;
  request: { headers: IncomingHttpHeaders; address: string };
  /** Sets cookies with the answer. */
  setCookies(cookies: readonly string[]): void;
}

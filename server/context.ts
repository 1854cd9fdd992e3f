import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { Principal } from './auth/access.ts';
import type { People } from './auth/people.ts';
import type { ServiceKeys } from './auth/serviceKeys.ts';
import type { Pipe } from './calls/pipe.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { Usage } from './flags/usage.ts';
import type { LiveEvents } from './live/liveEvents.ts';
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
  serviceKeys: ServiceKeys;
  /** Sign-in loads after the call surfaces are up. */
  people(): Promise<People>;
  log: Logger;
  version: string;
  demo: boolean;
  metricsPublic: boolean;
  publicUrl(): string;
  /** Origins whose pages may send requests with a session cookie. */
  trustedOrigins(): string[];
  /** Where the built admin app is. */
  webFolder: string;
}

/** Who sends this request; null when nobody we know. */
export async function principalOf(
  dependencies: Dependencies,
  headers: IncomingHttpHeaders,
): Promise<Principal | null> {
  if (headers.authorization) return dependencies.serviceKeys.principalOf(headers.authorization);
  const people = await dependencies.people();
  return people.currentPerson(headers, defaultEnvironment);
}

export interface Context {
  dependencies: Dependencies;
  principal: Principal | null;
  environment: string;
  /** Aborts when the client has left. */
  clientLeft: AbortSignal;
}

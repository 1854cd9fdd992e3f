import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createKeyLimits } from './auth/keyLimits.ts';
import { createSignInLimits } from './auth/limits.ts';
import { createServiceKeys } from './auth/serviceKeys.ts';
import { createBreakers } from './calls/breaker.ts';
import { openConversations } from './calls/conversations.ts';
import { createLimiters } from './calls/limiter.ts';
import type { Pipe } from './calls/pipe.ts';
import { createRetries } from './calls/retries.ts';
import { openSpending } from './calls/spending.ts';
import { openConfiguration } from './configuration/configuration.ts';
import { headSigner } from './configuration/signedHead.ts';
import type { Dependencies } from './context.ts';
import { openUsage } from './flags/usage.ts';
import { createLiveEvents } from './live/liveEvents.ts';
import { openMigrations } from './migrations/migrations.ts';
import { createProviderHealth } from './providers/health.ts';
import { createPrices, type PriceOverrides } from './providers/price.ts';
import type { Provider } from './providers/provider.ts';
import { openRetrieval } from './retrieval/retrieval.ts';
import { retrieveForUnit } from './retrieval/retrieveForUnit.ts';
import type { Store } from './store/store.ts';
import { watchCommitTimes } from './sync/commitTimes.ts';
import { createReceipts } from './sync/receipts.ts';
import { createUserHash } from './telemetry/hashUser.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createRecorder, type Recorder } from './telemetry/recorder.ts';
import { openTraces, type Traces } from './telemetry/traces.ts';
import type { TraceSettings } from './telemetry/tracesSettings.ts';

export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

export interface BuildOptions {
  store: Store;
  providers: ReadonlyMap<string, Provider>;
  log: Logger;
  secret: string;
  version: string;
  demo: boolean;
  metricsPublic: boolean;
  prices?: PriceOverrides | null;
  keyRatePerMinute?: number;
  trustedProxies?: number;
  publicUrl(): string;
  trustedOrigins(): string[];
  people: Dependencies['people'];
  traces?: TraceSettings | null;
  now?: () => Date;
}

/** Wires the server together. The only place that knows which part works with which. */
export async function buildDependencies(
  options: BuildOptions,
): Promise<Dependencies & { recorder: Recorder; traces: Traces }> {
  const { store, log, secret } = options;
  const now = options.now ?? (() => new Date());
  const configuration = await openConfiguration(store, now, headSigner(secret));
  const limiters = createLimiters();
  const priceOf = createPrices(options.prices ?? null);
  const retrieval = await openRetrieval(configuration, {
    providers: options.providers,
    limiters,
    log,
    priceOf,
  });
  const recorder = createRecorder(store.telemetry, log);
  const usage = await openUsage(store, now);
  const receipts = createReceipts(watchCommitTimes(configuration), now);
  const spending = await openSpending(store.telemetry, configuration.environments(), now);
  const conversations = openConversations(store.conversations, (error, waiting) =>
    log.error({ err: error, waiting }, 'conversations could not be written; trying again'),
  );
  const health = createProviderHealth(() => performance.now());
  const breakers = createBreakers(() => performance.now());
  const traces = await openTraces(options.traces ?? null, {
    version: options.version,
    specificationOf: (environment, unit) =>
      configuration.snapshot(environment).units.get(unit)?.specification,
    log,
  });
  const metrics = createMetrics(
    recorder.dropped,
    () => breakers.all().map(({ breaker, ...watched }) => ({ ...watched, state: breaker.state() })),
    traces.dropped,
  );
  const pipe: Pipe = {
    configuration,
    providers: options.providers,
    limiters,
    breakers,
    retries: createRetries(Math.random),
    spending,
    conversations,
    priceOf,
    health,
    retrieve: (request) => retrieveForUnit(retrieval, request),
    record(inference, about) {
      usage.touch(inference.environment, inference.flag);
      recorder.record(inference);
      for (const attempt of inference.attempts) health.note(attempt, inference.at);
      spending.add(inference.environment, inference.flag, inference.costUsd);
      metrics.observe(inference);
      traces.record(inference, about);
    },
    active: metrics.active,
    hashUser: createUserHash(secret),
    newId: randomUUID,
    now,
    clock: () => performance.now(),
  };
  return {
    store,
    configuration,
    pipe,
    metrics,
    recorder,
    traces,
    usage,
    receipts,
    retrieval,
    migrations: openMigrations(retrieval),
    live: createLiveEvents(configuration, recorder, receipts),
    serviceKeys: createServiceKeys(store.keys, now, secret, createKeyLimits(options.keyRatePerMinute)),
    signInLimits: createSignInLimits(),
    trustedProxies: options.trustedProxies ?? 0,
    people: options.people,
    log,
    version: options.version,
    demo: options.demo,
    metricsPublic: options.metricsPublic,
    publicUrl: options.publicUrl,
    trustedOrigins: options.trustedOrigins,
    webFolder: path.join(projectFolder, 'web', 'dist'),
  };
}

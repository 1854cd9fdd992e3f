import { createHmac, randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createServiceKeys } from './auth/serviceKeys.ts';
import { createLimiters } from './calls/limiter.ts';
import type { Pipe } from './calls/pipe.ts';
import { openConfiguration } from './configuration/configuration.ts';
import type { Dependencies } from './context.ts';
import { openUsage } from './flags/usage.ts';
import { createLiveEvents } from './live/liveEvents.ts';
import type { Provider } from './providers/provider.ts';
import { createCollections } from './retrieval/collections.ts';
import { readDocuments } from './retrieval/documents.ts';
import type { Store } from './store/store.ts';
import { watchCommitTimes } from './sync/commitTimes.ts';
import { createReceipts } from './sync/receipts.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createRecorder, type Recorder } from './telemetry/recorder.ts';

export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

export interface BuildOptions {
  store: Store;
  providers: ReadonlyMap<string, Provider>;
  log: Logger;
  secret: string;
  version: string;
  demo: boolean;
  metricsPublic: boolean;
  publicUrl(): string;
  trustedOrigins(): string[];
  people: Dependencies['people'];
  now?: () => Date;
}

/** Wires the server together. The only place that knows which part works with which. */
export async function buildDependencies(
  options: BuildOptions,
): Promise<Dependencies & { recorder: Recorder }> {
  const { store, log, secret } = options;
  const now = options.now ?? (() => new Date());
  const configuration = await openConfiguration(store, now);
  const collections = createCollections(new Map([['docs', await readDocuments(projectFolder, ['docs'])]]));
  const recorder = createRecorder(store.telemetry, log);
  const usage = await openUsage(store, now);
  const receipts = createReceipts(watchCommitTimes(configuration), now);
  const metrics = createMetrics(recorder.dropped);
  const pipe: Pipe = {
    configuration,
    providers: options.providers,
    limiters: createLimiters(),
    retrieve: collections.search,
    record(inference) {
      usage.touch(inference.environment, inference.flag);
      recorder.record(inference);
      metrics.observe(inference);
    },
    active: metrics.active,
    hashUser: (environment, targetingKey) =>
      createHmac('sha256', secret).update(`${environment}:${targetingKey}`).digest('hex').slice(0, 24),
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
    usage,
    receipts,
    live: createLiveEvents(configuration, recorder, receipts),
    serviceKeys: createServiceKeys(store.keys, now, secret),
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

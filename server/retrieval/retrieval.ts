import type { Logger } from 'pino';
import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Limiters } from '../calls/limiter.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Provider } from '../providers/provider.ts';
import type { RetrievalStore, StoredCollection } from '../store/retrieval.ts';
import { type Directory, openDirectory } from './directory.ts';
import { type Indexers, openIndexers } from './indexers.ts';
import { createPump, type Pump } from './pump.ts';

/** Which index version a query goes to; null for the one that serves. */
export type ChooseIndex = (collection: StoredCollection, context: EvaluationContext | null) => string | null;

/** A query that was answered: by which version, in how many milliseconds, with how many passages. */
export type ObserveSearch = (answered: {
  collection: number;
  version: string;
  ms: number;
  passages: number;
}) => void;

/** Everything that retrieval works with. What is done with it has a file each: `search`, `ingest`, `createCollection`, ... */
export interface Retrieval {
  store: RetrievalStore;
  configuration: Configuration;
  directory: Directory;
  indexers: Indexers;
  pump: Pump;
  log: Logger;
  /** Sends a share of queries to another live index. */
  choose: ChooseIndex;
  /** Hears of every query that was answered; must not throw. */
  observe: ObserveSearch;
  now(): Date;
  /** Loads the vectors that queries need, so that the first query need not wait for them. */
  warmUp(): Promise<void>;
  /** From now on what is acknowledged is applied. */
  start(): void;
  close(): Promise<void>;
}

async function warmUp(
  store: RetrievalStore,
  collections: readonly StoredCollection[],
  log: Logger,
): Promise<void> {
  try {
    for (const { indexes, serving } of collections) {
      const index = indexes.find(({ version }) => version === serving);
      if (!index) continue;
      const vector = new Float32Array(index.dimensions);
      await store.search({ slot: index.slot, metric: 'cosine', vector, k: 1, per: 'chunk' });
    }
  } catch (error) {
    log.warn({ err: error }, 'vectors could not be loaded ahead; the first search will load them');
  }
}

export async function openRetrieval(
  configuration: Configuration,
  options: { providers: ReadonlyMap<string, Provider>; limiters: Limiters; log: Logger },
): Promise<Retrieval> {
  const { log } = options;
  const { now } = configuration;
  const store = configuration.store.retrieval;
  const directory = await openDirectory(configuration.store, log);
  const indexers = openIndexers(store, options);
  const pump = createPump({ store, index: indexers.index, log, now });
  const retrieval: Retrieval = {
    store,
    configuration,
    directory,
    indexers,
    pump,
    log,
    choose: () => null,
    observe: () => {},
    now,
    warmUp: () => warmUp(store, directory.all(), log),
    start() {
      directory.start();
      pump.start();
      void retrieval.warmUp();
    },
    async close() {
      directory.close();
      await pump.close();
      await indexers.close();
    },
  };
  return retrieval;
}

import type { Logger } from 'pino';
import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Limiters } from '../calls/limiter.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { PriceOf } from '../providers/price.ts';
import type { Provider } from '../providers/provider.ts';
import type { RetrievalStore, StoredCollection } from '../store/retrieval.ts';
import { type Directory, openDirectory } from './directory.ts';
import { type Indexers, openIndexers } from './indexers.ts';
import { type AnsweredQuery, createLiveFigures, type LiveFigures } from './liveFigures.ts';
import { createPump, type Pump } from './pump.ts';
import { warm } from './warm.ts';

/** Which index version a query goes to; null for the one that serves. Decided in memory, for every query. */
export type ChooseIndex = (
  collection: StoredCollection,
  asked: { query: string; context: EvaluationContext | null },
) => string | null;

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
  /** What live queries met on each index, in this process. */
  figures: LiveFigures;
  /** Hears of every live query that was answered or failed; must not throw. What watches over a canary hooks in here. */
  observe(query: AnsweredQuery): void;
  now(): Date;
  /** Loads the vectors that queries need, a canary's among them, so that the first query need not wait for them. */
  warmUp(): Promise<void>;
  /** From now on what is acknowledged is applied. */
  start(): void;
  close(): Promise<void>;
}

export async function openRetrieval(
  configuration: Configuration,
  options: {
    providers: ReadonlyMap<string, Provider>;
    limiters: Limiters;
    log: Logger;
    /** What embeddings cost; where it is unset, as the catalogue says. */
    priceOf?: PriceOf;
  },
): Promise<Retrieval> {
  const { log } = options;
  const { now } = configuration;
  const store = configuration.store.retrieval;
  const directory = await openDirectory(configuration.store, log);
  const indexers = openIndexers(store, options);
  const pump = createPump({ store, index: indexers.index, log, now });
  const figures = createLiveFigures();
  const retrieval: Retrieval = {
    store,
    configuration,
    directory,
    indexers,
    pump,
    log,
    choose: () => null,
    figures,
    observe: figures.observe,
    now,
    async warmUp() {
      for (const { id, indexes, serving } of directory.all())
        for (const index of indexes)
          if (index.version === serving || index.version === directory.canary(id)?.to)
            await warm(retrieval, index);
    },
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

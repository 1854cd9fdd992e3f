import type { Tokens } from '../../shared/model/call.ts';
import type { DocumentBody } from '../../shared/model/document.ts';
import {
  type EmbedderSpecification,
  IndexVersion,
  splitterDrift,
} from '../../shared/retrieval/indexVersion.ts';
import type { Limiters } from '../calls/limiter.ts';
import { openThread, type Thread } from '../openThread.ts';
import { createPrices, type PriceOf } from '../providers/price.ts';
import type { Provider } from '../providers/provider.ts';
import type { AppliedChunk, RetrievalStore } from '../store/retrieval.ts';
import { EmbeddingFailure } from './embedding.ts';
import { idfOf, lexicalEmbedderOf } from './lexicalEmbedders.ts';
import type { LexicalOperations } from './lexicalOperations.ts';
import { type Embed, providerEmbedder, type Spent } from './providerEmbedder.ts';

const patienceMs = 120_000;

/** The chunks of each document with their vectors, in their order; null and a document without text have none. */
export type IndexDocuments = (
  version: string,
  bodies: readonly (DocumentBody | null)[],
  signal: AbortSignal,
  spent?: Spent,
) => Promise<AppliedChunk[][]>;

/** What index versions do: split, embed documents, embed queries. A version is opened once and never changes. */
export interface Indexers {
  /** @throws EmbeddingFailure where the version is unknown. */
  version(id: string): Promise<IndexVersion>;
  /** Whether a version's embedder is built in. @throws EmbeddingFailure where the version is unknown. */
  isLexical(id: string): Promise<boolean>;
  /** @throws EmbeddingFailure */
  index: IndexDocuments;
  /** The texts of each document's chunks. @throws EmbeddingFailure where the splitter no longer cuts as it did. */
  cut(version: string, bodies: readonly (DocumentBody | null)[]): Promise<string[][]>;
  /** The vector of a query, by the embedder of the version that will be searched. @throws EmbeddingFailure */
  embedQuery(
    version: string,
    query: string,
    options: { signal: AbortSignal; priority: number },
  ): Promise<Float32Array>;
  /** US dollars that tokens cost at an embedder; 0 for the built-in ones, null where the price is not known here. */
  costOf(embedder: { provider: string; model: string }, tokens: Tokens): number | null;
  /** Why an embedder cannot be used on this server; null where it can. */
  problem(embedder: EmbedderSpecification): string | null;
  /** Work on texts, in its own thread. */
  texts: Thread<LexicalOperations>;
  close(): Promise<void>;
}

interface Opened {
  version: IndexVersion;
  /** Null for the built-in embedders, which work in the thread. */
  embedDocuments: Embed | null;
  embedQuery: Embed;
  idf: Uint8Array | null;
  /** Why nothing may be written with it. */
  drift: string | null;
}

export function openIndexers(
  store: RetrievalStore,
  {
    providers,
    limiters,
    priceOf = createPrices(null),
  }: { providers: ReadonlyMap<string, Provider>; limiters: Limiters; priceOf?: PriceOf },
): Indexers {
  const texts = openThread<LexicalOperations>(new URL('./lexicalWorker.ts', import.meta.url), {
    name: 'texts',
    data: null,
    patienceMs,
  });
  const known = new Map<string, Promise<Opened>>();

  const read = async (id: string): Promise<Opened> => {
    const stored = await store.indexVersion(id);
    if (!stored) throw new EmbeddingFailure('unusable', `There is no index version ${id}`, false);
    const version = IndexVersion.parse(stored.body);
    const drift = await driftOf(version);
    const { embedder } = version.specification;
    if (embedder.provider !== 'lexical') {
      const embed = remote(embedder, providers, limiters);
      return { version, embedDocuments: embed, embedQuery: embed, idf: null, drift };
    }
    const hash = idfOf(version);
    const idf = hash === null ? null : await store.artifact(hash);
    const lexical = lexicalEmbedderOf(version, idf);
    return {
      version,
      embedDocuments: null,
      embedQuery: async (queries) => queries.map((query) => lexical.embed(query)),
      idf,
      drift,
    };
  };
  const driftOf = async ({ specification }: IndexVersion): Promise<string | null> => {
    const today = await texts.run('boundaries', specification.splitter);
    return 'problem' in today ? today.problem : splitterDrift(specification, today.digest);
  };
  const open = (id: string): Promise<Opened> => {
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    found.catch(() => known.delete(id));
    return found;
  };
  const usable = async (id: string): Promise<Opened> => {
    const opened = await open(id);
    if (opened.drift !== null) throw new EmbeddingFailure('unusable', opened.drift, false);
    return opened;
  };
  const cut = ({ version }: Opened, bodies: readonly (DocumentBody | null)[]) =>
    texts.run('split', version.specification.splitter, bodies);
  const indexLexically = async ({ version, idf }: Opened, bodies: readonly (DocumentBody | null)[]) => {
    const done = await texts.run('index', version, bodies);
    if (done) return done;
    await texts.run('open', version, idf ?? new Uint8Array());
    return (await texts.run('index', version, bodies)) ?? [];
  };
  return {
    version: async (id) => (await open(id)).version,
    isLexical: async (id) => (await open(id)).embedDocuments === null,
    cut: async (id, bodies) => cut(await usable(id), bodies),
    async index(id, bodies, signal, spent) {
      const opened = await usable(id);
      if (!opened.embedDocuments) return indexLexically(opened, bodies);
      const parts = await cut(opened, bodies);
      const vectors = await opened.embedDocuments(parts.flat(), 'documents', {
        signal,
        priority: 0,
        ...(spent ? { spent } : {}),
      });
      let next = 0;
      return parts.map((own) => own.map((text) => ({ text, vector: vectors[next++] ?? new Float32Array() })));
    },
    async embedQuery(id, query, options) {
      const [vector] = await (await open(id)).embedQuery([query], 'queries', options);
      if (!vector) throw new EmbeddingFailure('provider', 'The embedder sent no vector', true);
      return vector;
    },
    costOf: ({ provider, model }, tokens) =>
      provider === 'lexical' ? 0 : priceOf(providers.get(provider) ?? null, model, tokens).costUsd,
    problem: ({ provider }) => (provider === 'lexical' ? null : missing(provider, providers)),
    texts,
    close: () => texts.close(),
  };
}

function missing(name: string, providers: ReadonlyMap<string, Provider>): string | null {
  const provider = providers.get(name);
  if (!provider) return `The provider "${name}" is not set up on this server`;
  return provider.embed ? null : `The provider "${name}" has no embeddings`;
}

function remote(
  embedder: Exclude<IndexVersion['specification']['embedder'], { provider: 'lexical' }>,
  providers: ReadonlyMap<string, Provider>,
  limiters: Limiters,
): Embed {
  const { provider: name, model, dimensions, documentPrefix = '', queryPrefix = '' } = embedder;
  const prefixes = { document: documentPrefix, query: queryPrefix };
  const provider = providers.get(name);
  if (!provider?.embed)
    return async () => {
      throw new EmbeddingFailure('unusable', missing(name, providers) ?? '', false);
    };
  return providerEmbedder({ provider, limiters, model, dimensions, sendDimensions: false, prefixes });
}

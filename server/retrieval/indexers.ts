import type { DocumentBody } from '../../shared/model/document.ts';
import {
  type EmbedderSpecification,
  IndexVersion,
  splitterDrift,
} from '../../shared/retrieval/indexVersion.ts';
import type { Limiters } from '../calls/limiter.ts';
import { openThread, type Thread } from '../openThread.ts';
import type { Provider } from '../providers/provider.ts';
import type { AppliedChunk, RetrievalStore } from '../store/retrieval.ts';
import { EmbeddingFailure } from './embedding.ts';
import { idfOf, lexicalEmbedderOf } from './lexicalEmbedders.ts';
import type { LexicalOperations } from './lexicalOperations.ts';
import { type Embed, providerEmbedder } from './providerEmbedder.ts';

const patienceMs = 120_000;

/** The chunks of each document with their vectors, in their order; null and a document without text have none. */
export type IndexDocuments = (
  version: string,
  bodies: readonly (DocumentBody | null)[],
  signal: AbortSignal,
) => Promise<AppliedChunk[][]>;

/** What index versions do: split, embed documents, embed queries. A version is opened once and never changes. */
export interface Indexers {
  /** @throws EmbeddingFailure where the version is unknown. */
  version(id: string): Promise<IndexVersion>;
  /** @throws EmbeddingFailure */
  index: IndexDocuments;
  /** The vector of a query, by the embedder of the version that will be searched. @throws EmbeddingFailure */
  embedQuery(
    version: string,
    query: string,
    options: { signal: AbortSignal; priority: number },
  ): Promise<Float32Array>;
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
  { providers, limiters }: { providers: ReadonlyMap<string, Provider>; limiters: Limiters },
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
    const drift = splitterDrift(version.specification);
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
  const open = (id: string): Promise<Opened> => {
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    found.catch(() => known.delete(id));
    return found;
  };
  const indexLexically = async ({ version, idf }: Opened, bodies: readonly (DocumentBody | null)[]) => {
    const done = await texts.run('index', version, bodies);
    if (done) return done;
    await texts.run('open', version, idf ?? new Uint8Array());
    return (await texts.run('index', version, bodies)) ?? [];
  };
  return {
    version: async (id) => (await open(id)).version,
    async index(id, bodies, signal) {
      const opened = await open(id);
      if (opened.drift !== null) throw new EmbeddingFailure('unusable', opened.drift, false);
      if (!opened.embedDocuments) return indexLexically(opened, bodies);
      const cut = await texts.run('split', opened.version.specification.splitter, bodies);
      const vectors = await opened.embedDocuments(cut.flat(), 'documents', { signal, priority: 0 });
      let next = 0;
      return cut.map((own) => own.map((text) => ({ text, vector: vectors[next++] ?? new Float32Array() })));
    },
    async embedQuery(id, query, options) {
      const [vector] = await (await open(id)).embedQuery([query], 'queries', options);
      if (!vector) throw new EmbeddingFailure('provider', 'The embedder sent no vector', true);
      return vector;
    },
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

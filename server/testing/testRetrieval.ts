import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { NewDocument } from '../../shared/model/document.ts';
import { createLimiters } from '../calls/limiter.ts';
import { openConfiguration } from '../configuration/configuration.ts';
import { openAiProvider } from '../providers/openai.ts';
import type { PriceOf } from '../providers/price.ts';
import type { Provider } from '../providers/provider.ts';
import { createCollection } from '../retrieval/createCollection.ts';
import { upsertDocuments } from '../retrieval/ingest.ts';
import { addLiveVersion, drained } from '../retrieval/liveVersions.ts';
import { IndexVersionDraft, prepareVersion } from '../retrieval/prepareVersion.ts';
import { openRetrieval, type Retrieval } from '../retrieval/retrieval.ts';
import { search } from '../retrieval/search.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { openTestData, type TestData, testAuthor } from './testData.ts';

export const environment = 'production';
export const key = 'library';
export const by = { author: testAuthor, reason: 'test' };

export const lexicalA = { embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 } } as const;
export const lexicalB = { embedder: { provider: 'lexical', model: 'lexical-b@1' } } as const;

/** Retrieval over a real database file, with a collection in it on the weaker lexical embedder. */
export interface TestRetrieval {
  data: TestData;
  retrieval: Retrieval;
  collection(): StoredCollection;
  upsert(...documents: { id: string; text: string; title?: string }[]): ReturnType<typeof upsertDocuments>;
  /** Makes another index version live, which gets every write from now on. */
  addVersion(
    draft: Parameters<typeof IndexVersionDraft.parse>[0],
  ): Promise<{ slot: number; version: string }>;
  /** Waits until nothing waits for any index. */
  settled(): Promise<void>;
  /** The documents that a query finds, best first; after those that are like it, the others. */
  find(query: string, options?: { version?: string; k?: number }): Promise<string[]>;
  close(): Promise<void>;
}

export async function openTestRetrieval(
  options: {
    providers?: Provider[];
    indexMemoryBytes?: number;
    priceOf?: PriceOf;
    version?: Parameters<typeof IndexVersionDraft.parse>[0];
  } = {},
): Promise<TestRetrieval> {
  const data = await openTestData(environment);
  if (options.indexMemoryBytes !== undefined) {
    await data.store.close();
    data.store = openSqliteStore(data.file, { indexMemoryBytes: options.indexMemoryBytes });
    data.configuration = await openConfiguration(data.store, () => new Date(), data.sign);
  }
  const retrieval = await openRetrieval(data.configuration, {
    providers: new Map((options.providers ?? []).map((provider) => [provider.name, provider])),
    limiters: createLimiters(),
    log: pino({ level: 'silent' }),
    ...(options.priceOf ? { priceOf: options.priceOf } : {}),
  });
  const version = IndexVersionDraft.parse(options.version ?? lexicalA);
  await createCollection(retrieval, { environment, key, name: 'Library', description: '', version }, by);
  retrieval.start();
  const collection = () => retrieval.directory.find(environment, key);
  return {
    data,
    retrieval,
    collection,
    upsert: (...documents) =>
      upsertDocuments(retrieval, {
        environment,
        collection: key,
        documents: documents.map((document) => NewDocument.parse(document)),
      }),
    async addVersion(draft) {
      const added = await prepareVersion(retrieval, collection(), IndexVersionDraft.parse(draft));
      const step = { collection: collection(), epoch: collection().epoch, record: null };
      const { version: _, ...stored } = added;
      await addLiveVersion(retrieval, { ...step, version: stored }, by);
      const index = collection().indexes.find((one) => one.version === added.id);
      if (!index) throw new Error('The version is not live');
      return { slot: index.slot, version: index.version };
    },
    async settled() {
      for (const { slot } of collection().indexes)
        if (!(await drained(retrieval, slot, 20_000))) throw new Error('Writes still wait');
    },
    async find(query, { version: asked, k = 10 } = {}) {
      const { passages } = await search(retrieval, {
        environment,
        collection: key,
        query,
        k,
        withUnlike: true,
        ...(asked === undefined ? {} : { version: asked }),
        signal: AbortSignal.timeout(10_000),
      });
      return passages.map(({ document }) => document);
    },
    async close() {
      await retrieval.close();
      await data.close();
    },
  };
}

/** An upstream that speaks `/embeddings` over real sockets, and does as it is told. */
export async function startEmbeddings(dimensions: number) {
  const state = {
    mode: 'answers' as 'answers' | 'short' | 'huge' | 'down',
    requests: 0,
    largest: 0,
    /** Tokens that an answer says it has used, for each text; null: it says nothing. */
    tokensPerText: null as number | null,
    /** Texts that were answered. */
    texts: 0,
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      state.requests++;
      if (state.mode === 'down') return void response.writeHead(503).end('{}');
      const { input } = JSON.parse(body) as { input: string[] };
      state.largest = Math.max(state.largest, input.length);
      const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ model: 'm-1', data, ...usageOf(input.length) }));
    });
  });
  const usageOf = (texts: number) => {
    state.texts += texts;
    if (state.tokensPerText === null) return {};
    const tokens = texts * state.tokensPerText;
    return { usage: { prompt_tokens: tokens, total_tokens: tokens } };
  };
  /** A text that says "bad" gets what the mode says; every other one a vector of its letters. */
  const vectorOf = (text: string): number[] => {
    const vector = new Array<number>(dimensions).fill(0);
    for (const letter of text.toLowerCase()) {
      const at = letter.charCodeAt(0) % dimensions;
      vector[at] = (vector[at] ?? 0) + 1;
    }
    if (!text.includes('bad')) return vector;
    if (state.mode === 'short') return vector.slice(1);
    return state.mode === 'huge' ? [1e300, ...vector.slice(1)] : vector;
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    state,
    provider: openAiProvider({ name: 'vectors', apiKey: null, baseUrl: `http://127.0.0.1:${port}/v1` }),
    version: { embedder: { provider: 'vectors', model: 'letters-1', dimensions } },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

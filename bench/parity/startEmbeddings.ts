import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openAiProvider } from '../../server/providers/openai.ts';
import type { Provider } from '../../server/providers/provider.ts';
import type { Draft } from '../migration/openLibrary.ts';
import { wholeDocuments } from './searchIndex.ts';

export type ServedModel = 'B' | 'raw-128' | 'B-24-words' | 'mismatched-seeds';

/** What tells a query from a document, as models that want it are told. */
export const queryPrefix = 'query: ';
const name = 'embeddings';
const startMs = 60_000;

/** A server of embeddings on 127.0.0.1 in a thread of its own, and the provider that it is registered as. */
export async function startEmbeddings(
  collection: string,
): Promise<{ provider: Provider; close(): Promise<void> }> {
  const worker = new Worker(new URL('./embeddingsServer.ts', import.meta.url), { workerData: collection });
  const [port] = (await once(worker, 'message', { signal: AbortSignal.timeout(startMs) })) as [number];
  return {
    provider: openAiProvider({ name, apiKey: null, baseUrl: `http://127.0.0.1:${port}/v1` }),
    close: async () => {
      await worker.terminate();
    },
  };
}

/** The index version that somebody makes who believes in such a model. */
export const draftOf = (model: ServedModel): Draft => ({
  splitter: wholeDocuments,
  embedder: {
    provider: name,
    model,
    dimensions: model === 'raw-128' ? 128 : model === 'mismatched-seeds' ? 256 : 1_024,
    queryPrefix,
  },
});

import type { Provider } from '../../server/providers/provider.ts';
import { murmur3 } from '../../shared/evaluation/murmur3.ts';
import { countHashes, hashVector } from '../../shared/retrieval/hashVector.ts';
import { tokenise } from '../../shared/retrieval/tokenise.ts';
import type { Corpus } from './corpora.ts';
import { type Times, timesOf } from './figures.ts';
import type { Draft, Library } from './openLibrary.ts';

const asked = 200;

export interface Growth {
  documents: number;
  times: Times;
}

/** Whole searches, k = 10, one after the other, in a collection of its own as it grows. */
export async function measureGrowth(
  library: Library,
  key: string,
  version: Draft,
  { documents, golden }: Corpus,
  sizes: readonly number[],
): Promise<Growth[]> {
  await library.create(key, version);
  const measured: Growth[] = [];
  let held = 0;
  for (const size of sizes) {
    await library.ingest(key, documents.slice(held, size));
    await library.settled(key);
    held = size;
    const ms: number[] = [];
    for (let count = -10; count < asked; count++) {
      const began = performance.now();
      await library.find(key, golden[(count + golden.length) % golden.length]?.query ?? '');
      if (count >= 0) ms.push(performance.now() - began);
    }
    measured.push({ documents: size, times: timesOf(ms) });
  }
  return measured;
}

/** Hashed words in 384 dimensions, as many as small embedding models have; in this process, so that only the search counts. */
export const hashed384: Provider = {
  name: 'hashed',
  simulated: true,
  generate: () => Promise.reject(new Error('It has embeddings only')),
  // biome-ignore lint/correctness/useYield: it has embeddings only
  async *stream() {
    throw new Error('It has embeddings only');
  },
  async embed({ input, model }) {
    const vectors = input.map((text) => [
      ...hashVector(countHashes(tokenise(text).map((word) => murmur3(word))), 384),
    ]);
    return { vectors, model, tokens: null };
  },
};

import { documentsOf } from '../../shared/migration/scoreQuery.ts';
import { split } from '../../shared/retrieval/split.ts';
import type { Splitter } from '../../shared/retrieval/splitter.ts';
import type { Collection } from './collections.ts';
import type { IndexEmbedder } from './embedders.ts';

/** One vector per document, as the published scores were measured. */
export const wholeDocuments: Splitter = {
  id: 'kg-split@1',
  unit: 'paragraph',
  tokenizer: 'kg-words@1',
  size: 8_192,
  overlap: 0,
  normalisation: 'nfc',
  title: 'every-chunk',
};

/** An index in memory: the chunks with their vectors. */
export interface SearchIndex {
  embedder: IndexEmbedder;
  chunks: { document: string; text: string; vector: Float32Array }[];
}

/** Splits and embeds. */
export const buildIndex = ({ documents }: Collection, embedder: IndexEmbedder): SearchIndex => ({
  embedder,
  chunks: documents.flatMap((document) =>
    split(wholeDocuments, document).map(({ text }) => {
      return { document: document.id, text, vector: embedder.document(text) };
    }),
  ),
});

/** The first `k` documents by exact cosine (vectors have length 1); equal ones in the order of the collection. */
export function search({ embedder, chunks }: SearchIndex, text: string, k: number): string[] {
  const query = embedder.query(text);
  const scores = Float32Array.from(chunks, ({ vector }) => dot(query, vector));
  const floor = scores.toSorted().at(-k) ?? Number.NEGATIVE_INFINITY;
  const best = Array.from(scores.entries()).filter(([, score]) => score >= floor);
  best.sort(([a, one], [b, other]) => other - one || a - b);
  return documentsOf(best.flatMap(([place]) => chunks[place] ?? [])).slice(0, k);
}

function dot(one: Float32Array, other: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let index = 0; index < one.length; index += 4) {
    a += (one[index] ?? 0) * (other[index] ?? 0);
    b += (one[index + 1] ?? 0) * (other[index + 1] ?? 0);
    c += (one[index + 2] ?? 0) * (other[index + 2] ?? 0);
    d += (one[index + 3] ?? 0) * (other[index + 3] ?? 0);
  }
  return a + b + c + d;
}

import { type LexicalEmbedder, lexicalEmbedder } from './embedder.ts';
import { type FrozenIdf, lexicalBFeatures } from './frozenIdf.ts';
import { countHashes, hashVector } from './hashVector.ts';

const dimensions = 1024;
/** What a feature of every document still weighs, so that a text of common words alone does not vanish. */
const leastWeight = 0.1;

/**
 * The stronger built-in embedder, `lexical-b@1`: stems and their character 4- and 5-grams, each weighing
 * sqrt(count) * max(0.1, ln((N + 1) / (n + 1))) with n of N documents having the feature by the frozen table,
 * hashed with signs into 1024 dimensions. Still words only, but kindred words meet in their grams and rare
 * ones count more.
 */
export function lexicalB(idf: FrozenIdf): LexicalEmbedder {
  const weigh = (count: number) => Math.max(leastWeight, Math.log((idf.documents + 1) / (count + 1)));
  const inOne = weigh(1);
  const known = new Map<number, number>();
  idf.features.forEach((feature, index) => {
    known.set(feature, weigh(idf.counts[index] ?? 1));
  });
  return lexicalEmbedder('lexical-b@1', dimensions, (text) => {
    const weights = countHashes(lexicalBFeatures(text));
    for (const [hash, count] of weights) {
      weights.set(hash, Math.sqrt(count) * (known.get(hash) ?? inOne));
    }
    return hashVector(weights, dimensions);
  });
}

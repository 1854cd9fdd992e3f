import { murmur3 } from '../evaluation/murmur3.ts';
import { contentWords } from './contentWords.ts';
import { type LexicalEmbedder, lexicalEmbedder } from './embedder.ts';
import { countHashes, hashVector } from './hashVector.ts';

const dimensions = 256;
const seed = 246;

/**
 * The weaker built-in embedder, `lexical-a@1`: stems of words without stop words, each weighing 1 + ln(count), hashed with
 * signs into 256 dimensions. Words only: it finds what is said in the same words, and knows no meaning. The seed is a
 * constant of the version, held to known scores by the benchmark.
 */
export const lexicalA: LexicalEmbedder = lexicalEmbedder('lexical-a@1', dimensions, (text) =>
  embedLexicalA(text, seed),
);

/** The same with a seed of one's own: what a mismatch of document and query embedder looks like. */
export function embedLexicalA(text: string, ownSeed: number): Float32Array {
  const weights = countHashes(contentWords(text).map((word) => murmur3(word, ownSeed)));
  for (const [hash, count] of weights) weights.set(hash, 1 + Math.log(count));
  return hashVector(weights, dimensions);
}

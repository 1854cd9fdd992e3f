import { murmur3 } from '../evaluation/murmur3.ts';
import { contentWords } from './contentWords.ts';
import { type LexicalEmbedder, lexicalEmbedder } from './embedder.ts';
import { countHashes, hashVector } from './hashVector.ts';

const dimensions = 256;
const seed = 246;

/**
 * The weaker built-in embedder, `lexical-a@1`: stems of words without stop words, each weighing 1 +
 * ln(count), hashed with signs into 256 dimensions. Words only: it finds what is said in the same words, and
 * knows no meaning. Which words share a place is luck at 256 places: the seed was chosen out of 400 for
 * scores near the published ones, around which others spread by about .011 nDCG@10.
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

import { murmur3 } from '../../shared/evaluation/murmur3.ts';
import { freezeIdf } from '../../shared/retrieval/frozenIdf.ts';
import { countHashes, hashVector } from '../../shared/retrieval/hashVector.ts';
import { embedLexicalA, lexicalA } from '../../shared/retrieval/lexicalA.ts';
import { lexicalB } from '../../shared/retrieval/lexicalB.ts';
import { tokenise } from '../../shared/retrieval/tokenise.ts';
import type { Collection } from './collections.ts';

/** How an index embeds documents and queries; in a broken one these do not fit together. */
export interface IndexEmbedder {
  dimensions: number;
  document(text: string): Float32Array;
  query(text: string): Float32Array;
}

const both = (dimensions: number, embed: (text: string) => Float32Array): IndexEmbedder => ({
  dimensions,
  document: embed,
  query: embed,
});

/** The two built-in embedders, and three bad ones that a gate must not let through. */
export function embeddersOf({ documents }: Collection) {
  const b = lexicalB(freezeIdf(documents.map(({ title, text }) => `${title}\n${text}`)));
  return {
    A: both(lexicalA.dimensions, lexicalA.embed),
    B: both(b.dimensions, b.embed),
    /** Every word as it stands, common ones included, in too few dimensions. */
    'raw-128': both(128, (text) => hashVector(countHashes(tokenise(text).map((word) => murmur3(word))), 128)),
    /** A model that reads the beginning of a text only. */
    'B-24-words': both(b.dimensions, (text) => b.embed(text.split(/\s+/u).slice(0, 24).join(' '))),
    /** Queries and documents embedded by two versions of a model. */
    'mismatched-seeds': {
      dimensions: lexicalA.dimensions,
      document: lexicalA.embed,
      query: (text: string) => embedLexicalA(text, 4_711),
    },
  } satisfies Record<string, IndexEmbedder>;
}

export type EmbedderName = keyof ReturnType<typeof embeddersOf>;

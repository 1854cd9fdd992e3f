import type { LexicalEmbedder } from '../../shared/retrieval/embedder.ts';
import { decodeIdf } from '../../shared/retrieval/frozenIdf.ts';
import type { IndexVersion } from '../../shared/retrieval/indexVersion.ts';
import { lexicalA } from '../../shared/retrieval/lexicalA.ts';
import { lexicalB } from '../../shared/retrieval/lexicalB.ts';

/** The hash of the frozen table that a version's embedder weighs words by; null for one that has none. */
export const idfOf = ({ specification: { embedder } }: IndexVersion): string | null =>
  embedder.provider === 'lexical' && 'artifacts' in embedder ? (embedder.artifacts?.idf ?? null) : null;

/** @param idf The bytes of the table that `idfOf` names. */
export function lexicalEmbedderOf(version: IndexVersion, idf: Uint8Array | null): LexicalEmbedder {
  if (version.specification.embedder.model === 'lexical-a@1') return lexicalA;
  if (!idf) throw new Error(`The frozen table of the index version ${version.id} is missing`);
  return lexicalB(decodeIdf(idf));
}

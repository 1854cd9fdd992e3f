import type { DocumentBody } from '../../shared/model/document.ts';
import type { LexicalEmbedder } from '../../shared/retrieval/embedder.ts';
import { countIdf, encodeIdf, idfHash } from '../../shared/retrieval/frozenIdf.ts';
import type { IndexVersion } from '../../shared/retrieval/indexVersion.ts';
import type { Splitter } from '../../shared/retrieval/splitter.ts';
import { idfOf, lexicalEmbedderOf } from './lexicalEmbedders.ts';
import { boundariesOf, cut } from './splitters.ts';

type Bodies = readonly (Pick<DocumentBody, 'title' | 'text'> | null)[];

/** The work on texts that costs processor time and nothing else: done in a thread of its own. */
export function lexicalOperations() {
  const embedders = new Map<string, LexicalEmbedder>();
  const counts = new Map<string, ReturnType<typeof countIdf>>();
  const textsOf = (splitter: Splitter, bodies: Bodies): Promise<string[][]> =>
    Promise.all(
      bodies.map(async (body) => (body ? (await cut(splitter, body)).map(({ text }) => text) : [])),
    );
  return {
    /** The texts of each document's chunks. */
    split: textsOf,
    /** Where a splitter cuts the golden text today, or why it cannot be used. */
    boundaries: boundariesOf,
    /** Splits and embeds. Null where the embedder's frozen table is not here yet: call `open` first. */
    async index(
      version: IndexVersion,
      bodies: Bodies,
    ): Promise<{ text: string; vector: Float32Array }[][] | null> {
      if (!embedders.has(version.id) && idfOf(version) === null)
        embedders.set(version.id, lexicalEmbedderOf(version, null));
      const embedder = embedders.get(version.id);
      if (!embedder) return null;
      const cuts = await textsOf(version.specification.splitter, bodies);
      return cuts.map((texts) => texts.map((text) => ({ text, vector: embedder.embed(text) })));
    },
    open(version: IndexVersion, idf: Uint8Array): void {
      embedders.set(version.id, lexicalEmbedderOf(version, idf));
    },
    /** Counts texts under a name; `freeze` makes the table of all that were counted under it. */
    count(name: string, texts: readonly string[]): void {
      const counter = counts.get(name) ?? countIdf();
      counts.set(name, counter);
      for (const text of texts) counter.add(text);
    },
    freeze(name: string): { hash: string; bytes: Uint8Array } {
      const idf = (counts.get(name) ?? countIdf()).freeze();
      counts.delete(name);
      return { hash: idfHash(idf), bytes: encodeIdf(idf) };
    },
  };
}

export type LexicalOperations = ReturnType<typeof lexicalOperations>;

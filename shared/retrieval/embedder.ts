/**
 * Turns texts into vectors. Documents and queries are asked for apart, because models that want a prefix want
 * another one for each; the two must come from the same embedder, or their vectors mean different things.
 */
export interface Embedder {
  /** Name and version, "lexical-a@1": another behaviour is another id. */
  readonly id: string;
  readonly dimensions: number;
  /**
   * One vector per text, in the order of the texts. Cosine is what they are compared by; whether they have
   * length 1 is the embedder's own affair. May reject: a remote embedder that is down, a text that is too
   * long.
   */
  embedDocuments(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  embedQueries(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** An embedder that needs no model and no network: equal texts have equal vectors, for good. */
export interface LexicalEmbedder extends Embedder {
  /** Compares words, not meaning; said wherever the embedder is shown. */
  readonly lexical: true;
  /** The vector of one text, of length 1; all zero only where the text is blank. */
  embed(text: string): Float32Array;
}

/** An embedder out of a pure function of one text. */
export function lexicalEmbedder(
  id: string,
  dimensions: number,
  embed: (text: string) => Float32Array,
): LexicalEmbedder {
  const all = async (texts: readonly string[]) => texts.map(embed);
  return { id, dimensions, lexical: true, embed, embedDocuments: all, embedQueries: all };
}

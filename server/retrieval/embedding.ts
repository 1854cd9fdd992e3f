/** Texts that vectors are asked for together. */
export type EmbeddingKind = 'documents' | 'queries';

/** Why vectors could not be had, in words for people; nothing of the provider's own. */
export class EmbeddingFailure extends Error {
  readonly kind: 'provider' | 'dimensions' | 'not-finite' | 'unusable';
  /** The same texts may well get their vectors in a moment. */
  readonly transient: boolean;

  constructor(kind: EmbeddingFailure['kind'], message: string, transient: boolean) {
    super(message);
    this.kind = kind;
    this.transient = transient;
  }
}

/**
 * Holds vectors to what the index version says of them.
 * @throws EmbeddingFailure
 */
export function checkVectors(
  vectors: readonly ArrayLike<number>[],
  wanted: { count: number; dimensions: number; embedder: string },
): Float32Array[] {
  const { count, dimensions, embedder } = wanted;
  if (vectors.length !== count)
    throw new EmbeddingFailure(
      'provider',
      `${embedder} sent ${vectors.length} vectors for ${count} texts`,
      false,
    );
  return vectors.map((vector) => {
    if (vector.length !== dimensions)
      throw new EmbeddingFailure(
        'dimensions',
        `${embedder} sent a vector of ${vector.length} dimensions, and the index version says ${dimensions}. Either the model behind the name has changed, or the index version is wrong: make a new one`,
        false,
      );
    const floats = Float32Array.from(vector);
    // Out of range for 32 bits counts as well: it would become infinite.
    if (!floats.every(Number.isFinite))
      throw new EmbeddingFailure(
        'not-finite',
        `${embedder} sent a vector that holds a number that is none (NaN or infinite)`,
        false,
      );
    return floats;
  });
}

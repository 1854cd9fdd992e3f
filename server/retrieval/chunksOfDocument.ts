import { KnowngoodError } from '../errors.ts';
import { EmbeddingFailure } from './embedding.ts';
import type { Retrieval } from './retrieval.ts';

const mostChunks = 200;

/**
 * How one of a collection's live index versions cuts a document: the texts of its first chunks, and how many it has.
 * @throws KnowngoodError NOT_FOUND, UNAVAILABLE where its splitter cannot be used here
 */
export async function chunksOfDocument(
  { directory, store, indexers }: Retrieval,
  request: { environment: string; collection: string; document: string; version: string },
): Promise<{ texts: string[]; count: number }> {
  const { environment, collection: key, document, version } = request;
  const collection = directory.find(environment, key);
  if (!collection.indexes.some((index) => index.version === version))
    throw new KnowngoodError('NOT_FOUND', `"${key}" keeps no index version ${version}`);
  const found = await store.document(collection.id, document);
  if (!found) throw new KnowngoodError('NOT_FOUND', `The collection "${key}" has no document "${document}"`);
  try {
    const [texts = []] = await indexers.cut(version, [found.body]);
    return { texts: texts.slice(0, mostChunks), count: texts.length };
  } catch (error) {
    if (!(error instanceof EmbeddingFailure)) throw error;
    throw new KnowngoodError('UNAVAILABLE', error.message);
  }
}

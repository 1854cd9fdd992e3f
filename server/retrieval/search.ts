import type { Passage, ServedFrom } from '../../shared/model/collection.ts';
import type { EvaluationContext } from '../../shared/model/context.ts';
import { KnowngoodError } from '../errors.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { EmbeddingFailure } from './embedding.ts';
import type { Retrieval } from './retrieval.ts';

/** More of a query says nothing more of it. */
export const longestQuery = 8_000;
const mostPassages = 1_000;

export interface SearchRequest {
  environment: string;
  collection: string;
  query: string;
  /** 1 to `mostPassages`. */
  k: number;
  /** The best chunk of each document (the default), or the best chunks whatever they are of. */
  per?: 'document' | 'chunk';
  /** With passages that a built-in embedder finds no likeness in at all, which fill up what is asked for. */
  withUnlike?: boolean;
  /** One of the collection's live versions, to look at; otherwise the one that serves this query. */
  version?: string;
  /** Somebody tries what it finds: no query of a user, so the figures of live queries leave it out. */
  isTrial?: boolean;
  /** Who asks, where a share of queries goes to another version. */
  context?: EvaluationContext;
  signal: AbortSignal;
}

export interface SearchAnswer extends ServedFrom {
  passages: Passage[];
}

/**
 * Searches a collection by meaning, or by words where the embedder is lexical. One index version does all of a query:
 * its embedder, its vectors, its texts; a query that began on it ends on it.
 * @throws KnowngoodError NOT_FOUND, UNAVAILABLE (the embedder failed), or the signal's reason.
 */
export async function search(retrieval: Retrieval, request: SearchRequest): Promise<SearchAnswer> {
  const { directory } = retrieval;
  const collection = directory.find(request.environment, request.collection);
  if (!(request.k >= 1 && request.k <= mostPassages))
    throw new KnowngoodError('INVALID', `k: from 1 to ${mostPassages} passages can be asked for`);
  try {
    return await searchIn(retrieval, collection, request);
  } catch (error) {
    if (error instanceof KnowngoodError || request.signal.aborted) throw error;
    // The index may be gone because the collection is, or was made anew, in another process.
    await directory.reload();
    const now = directory.find(request.environment, request.collection);
    if (now.epoch === collection.epoch && now.id === collection.id) throw error;
    return searchIn(retrieval, now, request);
  }
}

/** A query that a canary sends ahead and that fails there is asked again of the index that serves: all of it, by that one. */
async function searchIn(
  retrieval: Retrieval,
  collection: StoredCollection,
  request: SearchRequest,
): Promise<SearchAnswer> {
  const { version, query, context = null, signal, isTrial = false } = request;
  if (version !== undefined) return searchOn(retrieval, collection, { ...request, version, isLive: false });
  const { serving } = collection;
  const chosen = retrieval.choose(collection, { query, context }) ?? serving;
  try {
    return await searchOn(retrieval, collection, { ...request, version: chosen, isLive: !isTrial });
  } catch (error) {
    if (chosen === serving || signal.aborted) throw error;
    return searchOn(retrieval, collection, { ...request, version: serving, isLive: !isTrial });
  }
}

async function searchOn(
  { store, indexers, observe }: Retrieval,
  collection: StoredCollection,
  {
    query,
    k,
    per = 'document',
    version: wanted,
    withUnlike = false,
    isLive,
    signal,
  }: SearchRequest & OneVersion,
): Promise<SearchAnswer> {
  const index = collection.indexes.find((one) => one.version === wanted);
  if (!index)
    throw new KnowngoodError(
      'NOT_FOUND',
      `The collection "${collection.key}" has no live index version ${wanted}`,
    );
  const served = { collection: collection.key, indexVersion: wanted, epoch: collection.epoch };
  const text = query.trim().slice(0, longestQuery).toWellFormed();
  if (text === '') return { ...served, passages: [] };
  const startedAt = performance.now();
  const tell = (passages: number, failed: boolean) => {
    const ms = performance.now() - startedAt;
    if (isLive) observe({ collection: collection.id, version: wanted, ms, passages, failed });
  };
  try {
    const vector = await withSignal(
      indexers.embedQuery(wanted, text, { signal, priority: 10 }).catch((error: unknown) => {
        throw signal.aborted ? signal.reason : unavailable(collection.key, error);
      }),
      signal,
    );
    const found = store.search({ slot: index.slot, metric: 'cosine', vector, k, per });
    const all = (await withSignal(found, signal)).hits;
    // Where words are counted, no likeness at all is no answer; other models may well score answers below 0.
    const onlyLike = !withUnlike && (await indexers.isLexical(wanted));
    const hits = onlyLike ? all.filter(isAlike) : all;
    tell(hits.length, false);
    return { ...served, passages: hits };
  } catch (error) {
    if (!hasLeft(signal)) tell(0, true);
    throw error;
  }
}

/** Whether a built-in embedder sees any likeness between a passage and the query. */
export const isAlike = ({ score }: Pick<Passage, 'score'>): boolean => score > 0;

interface OneVersion {
  version: string;
  /** Whether somebody waits for the answer, so that it counts. */
  isLive: boolean;
}

/** Whoever leaves before the answer is no failure of the index; a time that has run out is. */
const hasLeft = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError');

function unavailable(collection: string, error: unknown): unknown {
  if (!(error instanceof EmbeddingFailure)) return error;
  return new KnowngoodError(
    'UNAVAILABLE',
    `The collection "${collection}" cannot be searched right now: ${error.message}`,
    { retryAfter: 1 },
  );
}

/** Nobody waits for longer than they may; the thread's own bound ends the work itself. */
async function withSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

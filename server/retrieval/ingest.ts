import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import {
  bodyOf,
  type DocumentBody,
  longestDocument,
  mostDocuments,
  type NewDocument,
} from '../../shared/model/document.ts';
import { KnowngoodError } from '../errors.ts';
import type { Acknowledgement, DocumentWrite } from '../store/retrieval.ts';
import type { Retrieval } from './retrieval.ts';

/** Longest that a write waits for a closed fence, in milliseconds. */
const fenceMs = 3_000;
const fencePauseMs = 15;

export interface Ingested extends Acknowledgement {
  /** What the sender should know of an accepted document. */
  warning: string | null;
}

interface Request {
  environment: string;
  collection: string;
}

/**
 * Adds or replaces documents, all or none of them. Once it has answered, they are safe: they stand in the database with
 * what each live index still has to take in. The same content again changes nothing.
 * @throws KnowngoodError INVALID, TOO_LARGE, NOT_FOUND, UNAVAILABLE (the fence stayed closed: send it again)
 */
export async function upsertDocuments(
  retrieval: Retrieval,
  { environment, collection, documents }: Request & { documents: readonly NewDocument[] },
): Promise<Ingested[]> {
  refuseRepeated(documents.map(({ id }) => id));
  return write(retrieval, { environment, collection }, documents.map(writeOf));
}

/** Removes documents, all or none. What is not there is no mistake. Throws as `upsertDocuments`. */
export async function removeDocuments(
  retrieval: Retrieval,
  { environment, collection, ids }: Request & { ids: readonly string[] },
): Promise<Ingested[]> {
  refuseRepeated(ids);
  return write(
    retrieval,
    { environment, collection },
    ids.map((id) => ({ id, hash: '', body: null })),
  );
}

function writeOf(document: NewDocument): DocumentWrite {
  const body = bodyOf(document);
  const length = body.title.length + body.text.length;
  if (length > longestDocument)
    throw new KnowngoodError(
      'TOO_LARGE',
      `The document "${document.id}" has ${length} characters, and ${longestDocument} is the most: send it in parts, each with an id of its own. Nothing was stored.`,
    );
  return { id: document.id, hash: contentHash(body), body };
}

/** SHA-256 over the canonical JSON of a document, in hexadecimal digits. */
export const contentHash = (body: DocumentBody): string =>
  createHash('sha256')
    .update(canonicalize(body) ?? '')
    .digest('hex');

function refuseRepeated(ids: readonly string[]): void {
  if (ids.length > mostDocuments)
    throw new KnowngoodError('TOO_LARGE', `${ids.length} documents at once: ${mostDocuments} are the most`);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined)
    throw new KnowngoodError(
      'INVALID',
      `The document "${repeated}" stands in this batch twice, so it is not clear which is the newer one. Nothing was stored.`,
    );
}

async function write(
  retrieval: Retrieval,
  { environment, collection }: Request,
  documents: DocumentWrite[],
): Promise<Ingested[]> {
  const { store, directory, pump, now } = retrieval;
  const until = performance.now() + fenceMs;
  while (true) {
    const { id } = directory.find(environment, collection);
    const at = now();
    const done = await store.write({ collection: id, at: at.toISOString(), now: at.getTime(), documents });
    switch (done.result) {
      case 'acknowledged':
        pump.wake();
        return done.documents.map((one, index) => ({ ...one, warning: warningOf(documents[index]) }));
      case 'gone':
        // Deleted, and perhaps made anew, by another process.
        await directory.reload();
        if (directory.list(environment).some((one) => one.key === collection && one.id !== id)) continue;
        throw new KnowngoodError(
          'NOT_FOUND',
          `The collection "${collection}" was deleted. Nothing was stored.`,
        );
      case 'full':
        throw new KnowngoodError(
          'TOO_LARGE',
          `The collection "${collection}" is full: the vectors of ${done.version} take ${done.bytes} bytes of memory, which is all that they may (INDEX_MEMORY_MB). Remove documents, or allow more. Nothing was stored.`,
        );
      case 'fenced':
        if (performance.now() >= until)
          throw new KnowngoodError(
            'UNAVAILABLE',
            `The collection "${collection}" is being cut over and takes no writes for a moment. Nothing was stored: send it again.`,
            { retryAfter: 1 },
          );
        await new Promise((resolve) => setTimeout(resolve, fencePauseMs));
    }
  }
}

function warningOf(document: DocumentWrite | undefined): string | null {
  const isEmpty = document?.body && document.body.text.trim() === '' && document.body.title.trim() === '';
  return isEmpty ? 'It has no text: it is stored, and no search will find it' : null;
}

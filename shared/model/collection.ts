import { z } from 'zod';
import { IndexVersionId } from '../retrieval/indexVersion.ts';
import { Key, Name, Note } from './key.ts';

/**
 * What the log says of a collection. It is a record: the pointer to the index version that answers queries is kept
 * beside the documents and is moved in the transaction that writes this, so that no restore or import ever moves it.
 */
export const Collection = z.object({
  key: Key,
  name: Name,
  description: Note,
  serving: IndexVersionId,
  indexes: z.array(IndexVersionId).min(1),
  epoch: z.int().min(1),
  /** The move to another index version that is under way, and where it stands. */
  migration: z
    .object({
      id: z.string().min(1).max(100),
      from: IndexVersionId,
      to: IndexVersionId,
      state: z.string().max(40),
      /** Grows with every act and everything that has come about, so that each has an entry of its own in the log. */
      step: z.int().min(1),
      /** Share of queries on the new index, 0 to 100, while a canary runs. */
      percent: z.number().min(0).max(100).optional(),
      /** A flip that a person has asked for and that has not come about yet. */
      asked: z.enum(['cutover', 'reverse']).optional(),
    })
    .nullable(),
});
export type Collection = z.infer<typeof Collection>;

/** A passage that answers a query: the best chunk of a document, or one of its chunks. */
export interface Passage {
  document: string;
  /** The chunk's number within the document, from 0. */
  chunk: number;
  title: string;
  text: string;
  /** Cosine similarity or dot product, as the index version says. */
  score: number;
  metadata: Record<string, string | number | boolean | null>;
}

/** Which index version served a query. One query is served by one version, from its embedder to its texts. */
export interface ServedFrom {
  collection: string;
  indexVersion: IndexVersionId;
  epoch: number;
}

import type { DocumentBody } from '../../shared/model/document.ts';

/** A stored body that is not the store's business: an index version, a migration, a report. */
type Body = Record<string, unknown>;

/** One index of a collection. Slots are never used twice. */
export interface StoredIndex {
  slot: number;
  version: string;
  /** Grows with every document that is applied. */
  watermark: number;
  chunks: number;
  dimensions: number;
  addedAt: string;
}

export interface StoredCollection {
  id: number;
  environment: string;
  key: string;
  name: string;
  description: string;
  /** The index version that answers queries. */
  serving: string;
  epoch: number;
  /** Unix milliseconds until which writes are not acknowledged; null for an open fence. */
  fencedUntil: number | null;
  createdAt: string;
  /** The live ones, oldest first. */
  indexes: StoredIndex[];
}

export interface StoredIndexVersion {
  id: string;
  dimensions: number;
  body: Body;
  /** What the body names by its hash. */
  artifacts: { hash: string; bytes: Uint8Array }[];
}

/** Something that is done to a collection itself: carried out in the transaction of the revision that records it. */
export type CollectionAct = (
  | {
      kind: 'create';
      environment: string;
      key: string;
      name: string;
      description: string;
      version: StoredIndexVersion;
      at: string;
    }
  | { kind: 'describe'; collection: number; name: string; description: string }
  | { kind: 'delete'; collection: number; epoch: number; at: string }
  | { kind: 'add-version'; collection: number; epoch: number; version: StoredIndexVersion; at: string }
  | { kind: 'remove-version'; collection: number; epoch: number; version: string; at: string }
  | ({ kind: 'flip' } & Flip)
  /** Nothing but the record, and the migration's new state. */
  | { kind: 'note'; collection: number; epoch: number }
) & {
  /** The migration as it is afterwards; kept in the same transaction, if it is at the version before. 1 makes it. */
  migration?: StoredMigration;
};

/** Moves the pointer, if all that must hold does. */
export interface Flip {
  collection: number;
  from: string;
  to: string;
  /** As it was seen; the new one is one more. */
  epoch: number;
  /** Documents that may be dead letters, or not yet applied, on the side that shall serve. */
  waive: readonly string[];
  /** Lets the pointer move although writes wait or have failed on that side: reverse, after typed confirmation. */
  allowStale: boolean;
}

/** Why an act was refused, for details of a CONFLICT: the check, the figure, and examples of documents. */
export interface ActRefusal {
  check: 'epoch' | 'pointer' | 'version' | 'outbox' | 'dead-letters' | 'migration';
  figure: number;
  documents: string[];
}

export interface StoredMigration {
  id: string;
  environment: string;
  collection: number;
  state: string;
  version: number;
  body: Body;
  createdAt: string;
  updatedAt: string;
}

/** A write of a document; body null removes it. */
export interface DocumentWrite {
  id: string;
  hash: string;
  body: DocumentBody | null;
}

export interface Acknowledgement {
  id: string;
  /** `unchanged`: this very content is there already, or there is nothing to remove. */
  result: 'written' | 'unchanged';
  /** Of the newest write; 0 for a document that never was. */
  seq: number;
}

export type WriteResult =
  | { result: 'acknowledged'; documents: Acknowledgement[] }
  /** The fence is closed until then (Unix milliseconds). */
  | { result: 'fenced'; until: number }
  | { result: 'gone' }
  /** An index holds as much as fits into memory. */
  | { result: 'full'; version: string; bytes: number };

/** A document that an index does not hold as it is now. */
export interface PendingDocument {
  document: string;
  seq: number;
  hash: string;
  /** Null for a tombstone. */
  body: DocumentBody | null;
  attempts: number;
}

export interface AppliedChunk {
  text: string;
  vector: Float32Array;
}

export interface Application {
  slot: number;
  /** The collection's epoch as of when the work was taken. */
  epoch: number;
  documents: {
    document: string;
    seq: number;
    hash: string;
    /** Null for a tombstone. */
    body: Pick<DocumentBody, 'title' | 'metadata'> | null;
    chunks: AppliedChunk[];
  }[];
}

/**
 * `applied`; `current`: the index holds this write already; `stale`: there is a newer write, or none at all any more;
 * `fenced`: the epoch has moved on, or the index is gone: nothing was written; `full`: it would not fit into memory.
 */
export type ApplyResult = 'applied' | 'current' | 'stale' | 'fenced' | 'full';

export interface DeadLetter {
  document: string;
  version: string;
  seq: number;
  attempts: number;
  error: string;
  failedAt: string;
}

export interface DocumentRow {
  id: string;
  seq: number;
  hash: string;
  deleted: boolean;
  bytes: number;
  title: string;
  updatedAt: string;
  /** Per live index version: the write it holds, and its chunks. */
  applied: { version: string; seq: number; chunks: number }[];
}

/** How an index stands to its collection's documents. */
export interface ManifestSummary extends OutboxCounts {
  slot: number;
  version: string;
  watermark: number;
  /** Documents that are not tombstones. */
  documents: number;
  /** Of those, held as they are now, by (id, seq, hash). */
  covered: number;
  /** Held, although there is no such document any more. */
  orphans: number;
  chunks: number;
  /** Documents that hold no chunk, for want of text. They count as covered. */
  withoutText: number;
}

/** A document, how many chunks an index holds of it, and the text of the first. */
export interface SampledDocument {
  document: string;
  body: DocumentBody;
  chunks: number;
  text: string | null;
}

/** What is still to be applied to an index. */
export interface OutboxCounts {
  waiting: number;
  dead: number;
  /** Of the oldest waiting write: when it was acknowledged; null where none waits. */
  oldestWaitingAt: string | null;
}

export interface SearchHit {
  document: string;
  chunk: number;
  title: string;
  text: string;
  score: number;
  metadata: DocumentBody['metadata'];
}

/** Vectors that no search could use, with documents that hold them. */
export interface VectorInspection {
  checked: number;
  wrongLength: number;
  notFinite: number;
  zero: number;
  examples: string[];
  last: number | null;
}

export interface VectorQuery {
  slot: number;
  metric: 'cosine' | 'dot';
  vector: Float32Array;
  k: number;
  /** The best chunk of each document, or the best chunks whatever they are of. */
  per: 'document' | 'chunk';
}

/**
 * Collections, their documents and their indexes. Whatever may take long runs in threads of its own; what is said to be
 * short runs on the caller's. Acts on collections themselves go through `ConfigurationStore.commitRevision`.
 */
export interface RetrievalStore {
  /** Most that the vectors of one index, and all that are searched at a time, may take, in bytes. */
  memoryBytes: number;
  /** Live collections of all environments. Short. */
  collections(): Promise<StoredCollection[]>;
  indexVersion(id: string): Promise<Pick<StoredIndexVersion, 'id' | 'body'> | null>;
  /** SHA-256 of the bytes, in hexadecimal digits, is their name. */
  artifact(hash: string): Promise<Uint8Array | null>;
  /**
   * Closes the fence: no write is acknowledged until this time (Unix milliseconds), or until it is opened. Answers false
   * where somebody else's is closed, or the epoch has moved on.
   */
  closeFence(fence: {
    collection: number;
    epoch: number;
    by: string;
    now: number;
    until: number;
  }): Promise<boolean>;
  /** Opens one's own fence. Answers whether it was still closed. */
  openFence(fence: { collection: number; by: string; now: number }): Promise<boolean>;
  /** Fences everybody who took work before: epoch + 1. Answers the new one, or null where it was not as seen. */
  advanceEpoch(collection: number, epoch: number): Promise<number | null>;

  /** All or nothing, in one transaction with the outbox rows of every live index version. */
  write(request: {
    collection: number;
    at: string;
    now: number;
    documents: DocumentWrite[];
  }): Promise<WriteResult>;
  /** Indexes with work that is due. Asked after every write, so it counts nothing. */
  due(now: number): Promise<{ slot: number; version: string }[]>;
  /** The oldest due work of an index, bounded by number and by bytes of text. */
  take(request: {
    slot: number;
    now: number;
    limit: number;
  }): Promise<{ epoch: number; documents: PendingDocument[] }>;
  /** Replaces the chunks and the manifest of each document, one transaction for all; an answer per document. */
  apply(application: Application): Promise<ApplyResult[]>;
  /** Puts work off, or among the dead letters (`nextAt` null). A newer write is not touched. */
  fail(request: {
    slot: number;
    document: string;
    seq: number;
    error: string;
    at: string;
    nextAt: number | null;
  }): Promise<void>;
  /**
   * Puts documents that a backfill could not write among the dead letters, where their write is the newest still and the
   * index does not hold it; what waits in the outbox already stays there. Nothing where the epoch has moved on.
   */
  bury(request: {
    slot: number;
    epoch: number;
    documents: { document: string; seq: number; error: string }[];
    at: string;
  }): Promise<void>;
  /** Tries dead letters again: these, or all of an index. Answers how many. */
  retryDead(request: { slot: number; documents: string[] | null; now: number }): Promise<number>;
  /** Deletes a bounded number of rows of what is being removed since before this time; answers how many went. */
  removeStep(request: { before: number; limit: number }): Promise<number>;

  /** By id, after one. */
  documents(query: {
    collection: number;
    after: string | null;
    limit: number;
    prefix?: string;
  }): Promise<DocumentRow[]>;
  /** Titles and texts of documents, by id, after one. */
  texts(query: {
    collection: number;
    after: string | null;
    limit: number;
  }): Promise<{ id: string; text: string }[]>;
  /** How many there are, tombstones left out; counted anew only after a write. */
  countDocuments(collection: number): Promise<number>;
  document(collection: number, id: string): Promise<{ row: DocumentRow; body: DocumentBody | null } | null>;
  /** Of these documents, those that are there, tombstones left out. */
  living(query: { collection: number; ids: string[] }): Promise<string[]>;
  /** By document, after one; of all live indexes, or of one version's. */
  deadLetters(query: {
    collection: number;
    after: string | null;
    limit: number;
    version?: string;
  }): Promise<DeadLetter[]>;
  manifestSummary(slot: number): Promise<ManifestSummary>;
  /** Documents that an index holds as they are now, evenly spread over all of them. */
  sampleIndex(query: { slot: number; count: number }): Promise<SampledDocument[]>;
  /** The short part of the summary. */
  outboxCounts(slot: number): Promise<OutboxCounts>;
  /** What an index does not hold as it is now, by id, after one; `last` is where to go on, null at the end. */
  backfillPage(query: {
    slot: number;
    after: string | null;
    limit: number;
  }): Promise<{ epoch: number; documents: PendingDocument[]; last: string | null }>;

  /** Looks at stored vectors, a bounded number of rows after one; `last` is where to go on, null at the end. */
  inspectVectors(query: { slot: number; after: number | null; limit: number }): Promise<VectorInspection>;

  /** Exact search. All that was applied before it is seen. */
  search(query: VectorQuery): Promise<{ hits: SearchHit[]; watermark: number; chunks: number }>;

  migrations: MigrationStore;
  close(): Promise<void>;
}

export interface MigrationStore {
  create(migration: StoredMigration): Promise<void>;
  find(id: string): Promise<StoredMigration | null>;
  /** Newest first. */
  list(query: {
    environment?: string;
    collection?: number;
    state?: string;
    limit: number;
  }): Promise<StoredMigration[]>;
  /** Answers false, changing nothing, where it is not at `version - 1`. */
  save(migration: StoredMigration): Promise<boolean>;
  addReport(report: { migration: string; at: string; body: Body }): Promise<number>;
  /** Newest first. */
  reports(migration: string, limit: number): Promise<{ number: number; at: string; body: Body }[]>;
  /**
   * The newest decided verdict of each golden set (by its hash; null: not known) over moves of a collection from one
   * version to the same model, those of cancelled migrations included. Read by a thread, because reports may be many.
   */
  decidedVerdicts(query: {
    collection: number;
    from: string;
    provider: string;
    model: string;
  }): Promise<{ golden: string | null; verdict: string }[]>;
  keepGoldenSet(set: GoldenSet): Promise<void>;
  /** Newest first. */
  goldenSets(collection: number): Promise<Omit<GoldenSet, 'body'>[]>;
  goldenSet(id: string): Promise<GoldenSet | null>;
  /** Newest first, each with how many queries it holds; counted by a thread, because sets may be long. */
  countedGoldenSets(query: {
    collection: number;
    limit: number;
  }): Promise<(Omit<GoldenSet, 'body'> & { queries: number })[]>;
}

export interface GoldenSet {
  id: string;
  collection: number;
  name: string;
  hash: string;
  body: Body;
  createdAt: string;
}

import type Database from 'better-sqlite3';
import type {
  Acknowledgement,
  Application,
  ApplyResult,
  DocumentWrite,
  PendingDocument,
  RetrievalStore,
  StoredMigration,
  WriteResult,
} from '../retrieval.ts';
import { chunkStatements } from './chunkStatements.ts';
import { toBlob } from './chunkTables.ts';
import { removeStep } from './removeStep.ts';
import { saveMigration } from './retrievalMigrations.ts';
import { writeStatements } from './writeStatements.ts';

/** Texts that one piece of work may hold, in bytes. */
const mostTaken = 1_000_000;

type Parameter<N extends keyof RetrievalStore> = Parameters<
  Extract<RetrievalStore[N], (...all: never[]) => unknown>
>[0];

/** What the writing thread does. Each operation is one short transaction, or none. */
export function retrievalWrites(connection: Database.Database, memoryBytes: number) {
  const statements = writeStatements(connection);
  const chunks = chunkStatements(connection);

  const write = connection.transaction(
    ({ collection, at, now, documents }: Parameter<'write'>): WriteResult => {
      const row = statements.collection.get(collection) as CollectionRow | undefined;
      if (!row) return { result: 'gone' };
      if (row.fencedUntil !== null && row.fencedUntil > now)
        return { result: 'fenced', until: row.fencedUntil };
      // Read here and nowhere else: a version that is added or removed meanwhile gets all of a write or nothing.
      const live = statements.live.all(collection) as LiveIndex[];
      const full = live.find((index) => index.chunks * index.dimensions * 4 >= memoryBytes);
      if (full && documents.some(({ body }) => body !== null))
        return { result: 'full', version: full.version, bytes: full.chunks * full.dimensions * 4 };
      let { seq } = row;
      const done: Acknowledgement[] = [];
      for (const document of documents) {
        const before = statements.document.get(collection, document.id) as DocumentHead | undefined;
        if (isThere(before, document)) {
          done.push({ id: document.id, result: 'unchanged', seq: before?.seq ?? 0 });
          continue;
        }
        seq++;
        const body = document.body === null ? null : JSON.stringify(document.body);
        const bytes = body === null ? 0 : Buffer.byteLength(body);
        const deleted = body === null ? 1 : 0;
        statements.keepDocument.run({
          collection,
          id: document.id,
          seq,
          hash: document.hash,
          deleted,
          body,
          bytes,
          at,
        });
        for (const { slot } of live) statements.keepOutbox.run({ slot, document: document.id, seq, now });
        done.push({ id: document.id, result: 'written', seq });
      }
      statements.keepSeq.run(seq, collection);
      return { result: 'acknowledged', documents: done };
    },
  );

  const apply = connection.transaction(({ slot, epoch, documents }: Application): ApplyResult[] => {
    const index = statements.index.get(slot) as IndexRow | undefined;
    if (!index || index.epoch !== epoch) return documents.map(() => 'fenced');
    const own = chunks.of(slot);
    let { watermark, chunks: held } = index;
    const results = documents.map(({ document, seq, hash, body, chunks: fresh }): ApplyResult => {
      const newest = statements.document.get(index.collection, document) as DocumentHead | undefined;
      if (!newest || newest.seq !== seq) return 'stale';
      const before = statements.manifest.get(slot, document) as { seq: number; chunks: number } | undefined;
      if (before && before.seq >= seq) {
        statements.dropOutbox.run(slot, document, seq);
        return 'current';
      }
      const after = held - (before?.chunks ?? 0) + fresh.length;
      if (fresh.length > 0 && after * index.dimensions * 4 > memoryBytes) return 'full';
      own.remove.run(document);
      const metadata = JSON.stringify(body?.metadata ?? {});
      for (const [number, { text, vector }] of fresh.entries()) {
        if (vector.length !== index.dimensions)
          throw new Error(
            `A vector of ${vector.length} dimensions does not fit an index of ${index.dimensions}`,
          );
        own.insert.run(document, number, body?.title ?? '', text, toBlob(vector), metadata);
      }
      held = after;
      watermark++;
      const deleted = newest.deleted;
      statements.keepManifest.run({
        slot,
        document,
        seq,
        hash,
        deleted,
        chunks: fresh.length,
        change: watermark,
      });
      statements.dropOutbox.run(slot, document, seq);
      return 'applied';
    });
    statements.keepIndex.run(watermark, held, slot);
    return results;
  });

  /** What a power cut undoes of an application is applied again; an acknowledgement must be on the disk. */
  const durably = <T>(how: 'FULL' | 'NORMAL', act: () => T): T => {
    connection.pragma(`synchronous = ${how}`);
    return act();
  };

  return {
    write: (request: Parameter<'write'>) => durably('FULL', () => write.immediate(request)),
    apply: (application: Application) => durably('NORMAL', () => apply.immediate(application)),
    due: (now: number) => statements.due.all(now) as Awaited<ReturnType<RetrievalStore['due']>>,
    take({ slot, now, limit }: Parameter<'take'>) {
      const epoch = statements.index.get(slot) as IndexRow | undefined;
      if (!epoch) return { epoch: 0, documents: [] };
      const documents: PendingDocument[] = [];
      let bytes = 0;
      for (const row of statements.take.iterate(slot, now, limit) as Iterable<TakenRow>) {
        const { body, deleted, ...rest } = row;
        documents.push({ ...rest, body: deleted === 1 || body === null ? null : JSON.parse(body) });
        bytes += body?.length ?? 0;
        if (bytes > mostTaken) break;
      }
      return { epoch: epoch.epoch, documents };
    },
    fail: ({ slot, document, seq, error, at, nextAt }: Parameter<'fail'>): void => {
      const state = nextAt === null ? 'dead' : 'waiting';
      statements.fail.run({
        slot,
        document,
        seq,
        error: error.slice(0, 1_000),
        at,
        state,
        nextAt: nextAt ?? 0,
      });
    },
    bury({ slot, epoch, documents, at }: Parameter<'bury'>): void {
      const bury = connection.transaction(() => {
        for (const { document, seq, error } of documents)
          statements.bury.run({ slot, epoch, document, seq, error: error.slice(0, 1_000), at });
      });
      bury.immediate();
    },
    retryDead({ slot, documents, now }: Parameter<'retryDead'>): number {
      if (documents === null) return statements.retryAll.run(now, slot).changes;
      const retry = connection.transaction(() =>
        documents.reduce((sum, document) => sum + statements.retryOne.run(now, slot, document).changes, 0),
      );
      return retry.immediate();
    },
    /** Leases and checkpoints, which come often: here they wait for no lock, and what a power cut undoes is done again. */
    saveMigration: (migration: StoredMigration) =>
      durably('NORMAL', () => saveMigration(connection, migration)),
    removeStep: (request: Parameter<'removeStep'>) => {
      const { removed, slots } = removeStep(connection, request);
      for (const slot of slots) chunks.forget(slot);
      return removed;
    },
  };
}

export type RetrievalWrites = ReturnType<typeof retrievalWrites>;

interface CollectionRow {
  seq: number;
  fencedUntil: number | null;
}
interface LiveIndex {
  slot: number;
  version: string;
  chunks: number;
  dimensions: number;
}
interface DocumentHead {
  seq: number;
  hash: string;
  deleted: number;
}
interface IndexRow {
  collection: number;
  epoch: number;
  watermark: number;
  chunks: number;
  dimensions: number;
}
interface TakenRow {
  document: string;
  seq: number;
  hash: string;
  body: string | null;
  deleted: number;
  attempts: number;
}

/** The same content is there, or there is nothing to remove. */
function isThere(before: DocumentHead | undefined, { hash, body }: DocumentWrite): boolean {
  if (body === null) return before === undefined || before.deleted === 1;
  return before !== undefined && before.deleted === 0 && before.hash === hash;
}

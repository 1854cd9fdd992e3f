import type Database from 'better-sqlite3';
import type { DocumentBody } from '../../../shared/model/document.ts';
import type {
  DeadLetter,
  DocumentRow,
  ManifestSummary,
  OutboxCounts,
  PendingDocument,
  RetrievalStore,
} from '../retrieval.ts';
import { inspectVectors } from './inspectVectors.ts';

/** Texts that one page of a backfill may hold, in bytes. */
const mostPaged = 1_000_000;
/** Collections whose number of documents is remembered. */
const mostCounted = 1_000;

type Parameter<N extends keyof RetrievalStore> = Parameters<
  Extract<RetrievalStore[N], (...all: never[]) => unknown>
>[0];

/** What the reading thread does: pages and summaries, which may take longer than a call should wait. */
export function retrievalReads(connection: Database.Database) {
  const page = connection.prepare(
    `select id, seq, hash, deleted, bytes, json_extract(body, '$.title') as title, updated_at as updatedAt
     from documents where collection = ? and id > ? and substr(id, 1, length(?)) = ? order by id limit ?`,
  );
  const one = connection.prepare(
    'select id, seq, hash, deleted, bytes, body, updated_at as updatedAt from documents where collection = ? and id = ?',
  );
  const texts = connection.prepare(
    `select id, json_extract(body, '$.title') || char(10) || json_extract(body, '$.text') as text
     from documents where collection = ? and id > ? and deleted = 0 order by id limit ?`,
  );
  const countOf = connection
    .prepare('select count(*) from documents where collection = ? and deleted = 0')
    .pluck();
  const seqOf = connection.prepare('select seq from collections where id = ?').pluck();
  const counted = new Map<number, { seq: number; documents: number }>();
  const applied = connection.prepare(
    `select i.version, m.seq, m.chunks from collection_indexes i join manifests m on m.slot = i.slot
     where i.collection = ? and i.state = 'live' and m.document = ? order by i.slot`,
  );
  const living = connection
    .prepare(
      'select id from documents where collection = ? and deleted = 0 and id in (select value from json_each(?))',
    )
    .pluck();
  const dead = connection.prepare(
    `select o.document, i.version, o.seq, o.attempts, coalesce(o.error, '') as error, coalesce(o.failed_at, '') as failedAt
     from outbox o join collection_indexes i on i.slot = o.slot
     where i.collection = ? and i.state = 'live' and o.state = 'dead' and o.document > ? and coalesce(?, i.version) = i.version
     order by o.document, i.slot limit ?`,
  );
  const backfill = connection.prepare(
    `select d.id as document, d.seq, d.hash, d.body, d.deleted, 0 as attempts
     from collection_indexes i join documents d on d.collection = i.collection
     left join manifests m on m.slot = i.slot and m.document = d.id
     where i.slot = ? and i.state = 'live' and d.id > ?
       and ((d.deleted = 0 and (m.seq is null or m.seq < d.seq)) or (d.deleted = 1 and m.seq < d.seq))
     order by d.id limit ?`,
  );
  const epochOf = connection
    .prepare(
      'select c.epoch from collections c join collection_indexes i on i.collection = c.id where i.slot = ?',
    )
    .pluck();
  const summary = summaryStatements(connection);

  const rowOf = (collection: number, { deleted, title, ...row }: PageRow): DocumentRow => ({
    ...row,
    deleted: deleted === 1,
    title: title ?? '',
    applied: applied.all(collection, row.id) as DocumentRow['applied'],
  });
  return {
    documents: ({ collection, after, limit, prefix = '' }: Parameter<'documents'>): DocumentRow[] =>
      (page.all(collection, after ?? '', prefix, prefix, limit) as PageRow[]).map((row) =>
        rowOf(collection, row),
      ),
    texts: ({ collection, after, limit }: Parameter<'texts'>) =>
      texts.all(collection, after ?? '', limit) as { id: string; text: string }[],
    countDocuments: connection.transaction((collection: number): number => {
      const seq = Number(seqOf.get(collection) ?? 0);
      const before = counted.get(collection);
      if (before?.seq === seq) return before.documents;
      const documents = Number(countOf.get(collection));
      if (counted.size >= mostCounted) counted.clear();
      counted.set(collection, { seq, documents });
      return documents;
    }),
    document(collection: number, id: string): { row: DocumentRow; body: DocumentBody | null } | null {
      const found = one.get(collection, id) as (PageRow & { body: string | null }) | undefined;
      if (!found) return null;
      const { body: text, ...row } = found;
      const body = text === null ? null : (JSON.parse(text) as DocumentBody);
      return { row: rowOf(collection, { ...row, title: body?.title ?? '' }), body };
    },
    living: ({ collection, ids }: Parameter<'living'>) =>
      living.all(collection, JSON.stringify(ids)) as string[],
    deadLetters: ({ collection, after, limit, version }: Parameter<'deadLetters'>) =>
      dead.all(collection, after ?? '', version ?? null, limit) as DeadLetter[],
    backfillPage({ slot, after, limit }: Parameter<'backfillPage'>) {
      const epoch = (epochOf.get(slot) as number | undefined) ?? 0;
      const documents: PendingDocument[] = [];
      let bytes = 0;
      for (const row of backfill.iterate(slot, after ?? '', limit) as Iterable<BackfillRow>) {
        const { body, deleted, ...rest } = row;
        documents.push({ ...rest, body: deleted === 1 || body === null ? null : JSON.parse(body) });
        bytes += body?.length ?? 0;
        if (bytes > mostPaged) break;
      }
      return { epoch, documents, last: documents.at(-1)?.document ?? null };
    },
    inspectVectors: (query: Parameter<'inspectVectors'>) => inspectVectors(connection, query),
    outboxCounts: (slot: number) => summary.outbox.get(slot) as OutboxCounts,
    /** Of one instant, so that its figures agree. */
    manifestSummary: connection.transaction((slot: number): ManifestSummary => {
      const index = summary.index.get(slot) as
        | { version: string; watermark: number; chunks: number }
        | undefined;
      if (!index) throw new Error(`There is no index in slot ${slot}`);
      return {
        slot,
        ...index,
        ...(summary.documents.get(slot) as Pick<ManifestSummary, 'documents' | 'covered' | 'withoutText'>),
        orphans: Number(summary.orphans.get(slot)),
        ...(summary.outbox.get(slot) as OutboxCounts),
      };
    }),
  };
}

export type RetrievalReads = ReturnType<typeof retrievalReads>;

interface PageRow {
  id: string;
  seq: number;
  hash: string;
  deleted: number;
  bytes: number;
  title?: string | null;
  updatedAt: string;
}
interface BackfillRow {
  document: string;
  seq: number;
  hash: string;
  body: string | null;
  deleted: number;
  attempts: number;
}

const summaryStatements = (connection: Database.Database) => ({
  index: connection.prepare('select version, watermark, chunks from collection_indexes where slot = ?'),
  documents: connection.prepare(
    `select count(*) as documents,
       coalesce(sum(m.seq = d.seq and m.hash = d.hash and m.deleted = 0), 0) as covered,
       coalesce(sum(m.seq = d.seq and m.chunks = 0), 0) as withoutText
     from collection_indexes i join documents d on d.collection = i.collection
     left join manifests m on m.slot = i.slot and m.document = d.id
     where i.slot = ? and d.deleted = 0`,
  ),
  orphans: connection
    .prepare(
      `select count(*) from manifests m join collection_indexes i on i.slot = m.slot
       left join documents d on d.collection = i.collection and d.id = m.document
       where m.slot = ? and m.chunks > 0 and (d.id is null or d.deleted = 1)`,
    )
    .pluck(),
  outbox: connection.prepare(
    `select coalesce(sum(o.state = 'waiting'), 0) as waiting, coalesce(sum(o.state = 'dead'), 0) as dead,
       min(case when o.state = 'waiting' then d.updated_at end) as oldestWaitingAt
     from outbox o join collection_indexes i on i.slot = o.slot
     left join documents d on d.collection = i.collection and d.id = o.document where o.slot = ?`,
  ),
});

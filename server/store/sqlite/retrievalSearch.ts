import type Database from 'better-sqlite3';
import type { SearchHit, VectorQuery } from '../retrieval.ts';
import { chunkTable, readBlob } from './chunkTables.ts';
import { createVectorRows, type VectorRows } from './vectorRows.ts';

/** Rows or documents that are taken in at a time: other queries come in between. */
const atOnce = 2_000;

interface Cached {
  rows: VectorRows;
  /** The index's watermark up to which `rows` holds everything. */
  watermark: number;
  /** The row that loading has come to; null once all that were there at `watermark` are in. */
  loaded: number | null;
  metric: VectorQuery['metric'];
  usedAt: number;
  statements: ReturnType<typeof prepare>;
}

/**
 * What the searching thread does: exact search over vectors in memory. Before it answers it takes in every document that
 * was applied since, so that nothing applied before a query is missed by it. Where that is much, it does a part of it and
 * answers null: ask again, and those who ask for other indexes need not wait for all of it. Indexes that are not asked for
 * make room.
 */
export function retrievalSearch(connection: Database.Database, memoryBytes: number) {
  const index = connection.prepare(
    'select watermark, chunks, dimensions from collection_indexes where slot = ?',
  );
  const caches = new Map<number, Cached>();
  let uses = 0;

  const cacheOf = (slot: number, metric: VectorQuery['metric'], state: IndexState): Cached => {
    const found = caches.get(slot);
    if (found?.metric === metric) return found;
    const { dimensions, watermark } = state;
    const rows = createVectorRows(dimensions, metric === 'cosine');
    const statements = prepare(connection, slot);
    const fresh = { rows, watermark, loaded: 0, metric, usedAt: 0, statements };
    caches.set(slot, fresh);
    return fresh;
  };
  const makeRoom = (slot: number, needed: number) => {
    const others = [...caches]
      .filter(([other]) => other !== slot)
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    let held = others.reduce((sum, [, { rows }]) => sum + rows.bytes, 0);
    for (const [other, { rows }] of others) {
      if (held + needed <= memoryBytes) return;
      caches.delete(other);
      held -= rows.bytes;
    }
  };

  /** Reads of one instant: the watermark, what has changed up to it, and the texts of what is found. */
  const search = connection.transaction((query: VectorQuery, tried: number) => {
    const state = index.get(query.slot) as IndexState | undefined;
    if (!state) {
      caches.delete(query.slot);
      throw new Error(`There is no index in slot ${query.slot}`);
    }
    if (query.vector.length !== state.dimensions)
      throw new Error(
        `A query of ${query.vector.length} dimensions does not fit an index of ${state.dimensions}`,
      );
    const needed = state.chunks * state.dimensions * 4;
    if (needed > memoryBytes)
      throw new Error(`The index needs ${needed} bytes of memory, and ${memoryBytes} are allowed`);
    makeRoom(query.slot, needed);
    const cached = cacheOf(query.slot, query.metric, state);
    cached.usedAt = ++uses;
    // Two indexes that make room for each other would never come to an end by parts.
    const isPatient = tried <= 3 + (2 * state.chunks) / atOnce;
    if (!catchUp(cached, state.watermark, isPatient ? atOnce : Number.MAX_SAFE_INTEGER)) return null;
    const found = cached.rows.best(query.vector, query.k, query.per);
    const hits = found.map(({ rowid, score }): SearchHit => {
      const { metadata, ...chunk } = cached.statements.chunk.get(rowid) as Omit<
        SearchHit,
        'metadata' | 'score'
      > & {
        metadata: string;
      };
      return { ...chunk, score, metadata: JSON.parse(metadata) };
    });
    return { hits, watermark: cached.watermark, chunks: cached.rows.size };
  });
  return {
    /** @param tried How often the same query has got null before. */
    search: (query: VectorQuery, tried: number) => search(query, tried),
  };
}

export type RetrievalSearch = ReturnType<typeof retrievalSearch>;

interface IndexState {
  watermark: number;
  chunks: number;
  dimensions: number;
}

const prepare = (connection: Database.Database, slot: number) => ({
  changed: connection.prepare(
    `select document, change from manifests where slot = ${slot} and change > ? order by change limit ?`,
  ),
  after: connection.prepare(
    `select rowid, document, vector from ${chunkTable(slot)} where rowid > ? order by rowid limit ?`,
  ),
  ofDocument: connection.prepare(
    `select rowid, document, vector from ${chunkTable(slot)} where document = ?`,
  ),
  chunk: connection.prepare(
    `select document, chunk, title, text, metadata from ${chunkTable(slot)} where rowid = ?`,
  ),
});

interface ChunkRow {
  rowid: number;
  document: string;
  vector: Buffer;
}

/** Takes in at most so many rows, or documents, of what is missing. Answers whether nothing is missing any more. */
function catchUp(cached: Cached, watermark: number, most: number): boolean {
  const { rows, statements } = cached;
  const add = ({ rowid, document, vector }: ChunkRow) =>
    rows.add(document, rowid, (target, at) => readBlob(vector, target, at));
  if (cached.loaded !== null) {
    let taken = 0;
    for (const row of statements.after.iterate(cached.loaded, most) as Iterable<ChunkRow>) {
      add(row);
      cached.loaded = row.rowid;
      taken++;
    }
    if (taken === most) return false;
    // What was applied while it loaded, by parts, may be here by halves: it is taken in again from its documents.
    cached.loaded = null;
  }
  if (cached.watermark === watermark) return true;
  const changed = statements.changed.all(cached.watermark, most) as { document: string; change: number }[];
  for (const { document, change } of changed) {
    rows.remove(document);
    for (const row of statements.ofDocument.iterate(document) as Iterable<ChunkRow>) add(row);
    cached.watermark = change;
  }
  if (changed.length === most) return false;
  cached.watermark = watermark;
  return true;
}

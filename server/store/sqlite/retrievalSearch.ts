import type Database from 'better-sqlite3';
import type { SearchHit, VectorQuery } from '../retrieval.ts';
import { chunkTable, readBlob } from './chunkTables.ts';
import { createVectorRows, type VectorRows } from './vectorRows.ts';

interface Cached {
  rows: VectorRows;
  /** The index's watermark up to which `rows` holds everything. */
  watermark: number;
  metric: VectorQuery['metric'];
  usedAt: number;
  statements: ReturnType<typeof prepare>;
}

/**
 * What the searching thread does: exact search over vectors in memory. Before it answers it takes in every document that
 * was applied since, so that nothing applied before a query is missed by it. Indexes that are not asked for make room.
 */
export function retrievalSearch(connection: Database.Database, memoryBytes: number) {
  const index = connection.prepare(
    'select watermark, chunks, dimensions from collection_indexes where slot = ?',
  );
  const caches = new Map<number, Cached>();
  let uses = 0;

  const cacheOf = (slot: number, metric: VectorQuery['metric'], dimensions: number): Cached => {
    const found = caches.get(slot);
    if (found?.metric === metric) return found;
    const rows = createVectorRows(dimensions, metric === 'cosine');
    const fresh = { rows, watermark: -1, metric, usedAt: 0, statements: prepare(connection, slot) };
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
  const search = connection.transaction((query: VectorQuery) => {
    const state = index.get(query.slot) as
      | { watermark: number; chunks: number; dimensions: number }
      | undefined;
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
    const cached = cacheOf(query.slot, query.metric, state.dimensions);
    cached.usedAt = ++uses;
    catchUp(cached, state.watermark);
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
  return { search: (query: VectorQuery) => search(query) };
}

export type RetrievalSearch = ReturnType<typeof retrievalSearch>;

const prepare = (connection: Database.Database, slot: number) => ({
  changed: connection
    .prepare(`select document from manifests where slot = ${slot} and change > ? order by change`)
    .pluck(),
  all: connection.prepare(`select rowid, document, vector from ${chunkTable(slot)}`),
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

function catchUp(cached: Cached, watermark: number): void {
  const { rows, statements } = cached;
  if (cached.watermark === watermark) return;
  const add = ({ rowid, document, vector }: ChunkRow) =>
    rows.add(document, rowid, (target, at) => readBlob(vector, target, at));
  if (cached.watermark < 0) for (const row of statements.all.iterate()) add(row as ChunkRow);
  else
    for (const document of statements.changed.all(cached.watermark) as string[]) {
      rows.remove(document);
      for (const row of statements.ofDocument.all(document)) add(row as ChunkRow);
    }
  cached.watermark = watermark;
}

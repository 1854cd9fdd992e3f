import type Database from 'better-sqlite3';

/** What the writing thread prepares once: documents, the outbox and manifests. Chunks have a table for each index. */
export const writeStatements = (connection: Database.Database) => ({
  collection: connection.prepare(
    "select seq, fenced_until as fencedUntil from collections where id = ? and state = 'live'",
  ),
  live: connection.prepare(
    "select slot, version, chunks, dimensions from collection_indexes where collection = ? and state = 'live'",
  ),
  document: connection.prepare('select seq, hash, deleted from documents where collection = ? and id = ?'),
  keepDocument: connection.prepare(
    `insert into documents (collection, id, seq, hash, deleted, body, bytes, updated_at)
     values (@collection, @id, @seq, @hash, @deleted, @body, @bytes, @at)
     on conflict do update set seq = @seq, hash = @hash, deleted = @deleted, body = @body, bytes = @bytes, updated_at = @at`,
  ),
  keepOutbox: connection.prepare(
    `insert into outbox (slot, document, seq, state, attempts, next_at) values (@slot, @document, @seq, 'waiting', 0, @now)
     on conflict do update set seq = @seq, state = 'waiting', attempts = 0, next_at = @now, error = null, failed_at = null`,
  ),
  keepSeq: connection.prepare('update collections set seq = ? where id = ?'),
  index: connection.prepare(
    `select i.collection, i.watermark, i.chunks, i.dimensions, c.epoch from collection_indexes i
     join collections c on c.id = i.collection where i.slot = ? and i.state = 'live' and c.state = 'live'`,
  ),
  manifest: connection.prepare('select seq, chunks from manifests where slot = ? and document = ?'),
  keepManifest: connection.prepare(
    `insert into manifests (slot, document, seq, hash, deleted, chunks, change)
     values (@slot, @document, @seq, @hash, @deleted, @chunks, @change)
     on conflict do update set seq = @seq, hash = @hash, deleted = @deleted, chunks = @chunks, change = @change`,
  ),
  dropOutbox: connection.prepare('delete from outbox where slot = ? and document = ? and seq <= ?'),
  keepIndex: connection.prepare('update collection_indexes set watermark = ?, chunks = ? where slot = ?'),
  due: connection.prepare(
    `select i.slot, i.version from collection_indexes i join collections c on c.id = i.collection
     where i.state = 'live' and c.state = 'live'
       and exists (select 1 from outbox o where o.slot = i.slot and o.state = 'waiting' and o.next_at <= ?)`,
  ),
  take: connection.prepare(
    `select o.document, o.seq, d.hash, d.body, d.deleted, o.attempts
     from outbox o join collection_indexes i on i.slot = o.slot
     join documents d on d.collection = i.collection and d.id = o.document and d.seq = o.seq
     where o.slot = ? and o.state = 'waiting' and o.next_at <= ? order by o.next_at limit ?`,
  ),
  fail: connection.prepare(
    `update outbox set attempts = attempts + 1, state = @state, next_at = @nextAt, error = @error, failed_at = @at
     where slot = @slot and document = @document and seq = @seq`,
  ),
  bury: connection.prepare(
    `insert into outbox (slot, document, seq, state, attempts, next_at, error, failed_at)
     select i.slot, d.id, d.seq, 'dead', 1, 0, @error, @at from collection_indexes i
     join collections c on c.id = i.collection join documents d on d.collection = i.collection
     left join manifests m on m.slot = i.slot and m.document = d.id
     where i.slot = @slot and i.state = 'live' and c.state = 'live' and c.epoch = @epoch
       and d.id = @document and d.seq = @seq and (m.seq is null or m.seq < d.seq)
     on conflict do update set error = @error, failed_at = @at
       where outbox.state = 'dead' and outbox.seq = excluded.seq`,
  ),
  retryAll: connection.prepare(
    "update outbox set state = 'waiting', attempts = 0, next_at = ? where slot = ? and state = 'dead'",
  ),
  retryOne: connection.prepare(
    "update outbox set state = 'waiting', attempts = 0, next_at = ? where slot = ? and document = ? and state = 'dead'",
  ),
});

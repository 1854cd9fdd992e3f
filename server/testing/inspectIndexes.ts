import { connect } from '../store/sqlite/connect.ts';

export interface AcknowledgedWrite {
  id: string;
  seq: number;
  /** Null for a removal. */
  text: string | null;
}

/**
 * What is wrong in a database file with one collection in it, read past everything: whatever has died, and wherever, there
 * must be nothing. `writes` are all that were acknowledged so far.
 */
export function inspectIndexes(file: string, writes: readonly AcknowledgedWrite[]): string[] {
  const connection = connect(file, { durability: 'FULL', busyMs: 5_000, readonly: true });
  try {
    // All of one instant, although a process may be writing.
    return connection.transaction(() => inspect(connection, writes))();
  } finally {
    connection.close();
  }
}

function inspect(connection: ReturnType<typeof connect>, writes: readonly AcknowledgedWrite[]): string[] {
  const rows = <T>(sql: string, ...values: unknown[]) => connection.prepare(sql).all(...values) as T[];
  const wrong: string[] = [];
  const documents = new Map(
    rows<{ id: string; seq: number; deleted: number; text: string | null }>(
      "select id, seq, deleted, json_extract(body, '$.text') as text from documents",
    ).map((document) => [document.id, document]),
  );
  const newest = new Map(writes.toSorted((a, b) => a.seq - b.seq).map((write) => [write.id, write]));
  for (const { id, seq, text } of newest.values()) {
    const stored = documents.get(id);
    // The last write of a process that died may be stored without having been acknowledged.
    if (!stored || stored.seq < seq) wrong.push(`the acknowledged write ${seq} of ${id} is lost`);
    else if (stored.seq === seq && (stored.deleted === 1 ? null : stored.text) !== text)
      wrong.push(`${id} holds ${stored.text}, acknowledged was ${text}`);
  }
  const stage = (
    rows<{ state: string }>('select state from index_migrations order by created_at desc limit 1')[0] ?? {
      state: 'retired',
    }
  ).state;
  const indexes = rows<{ slot: number; chunks: number; serves: number }>(
    `select i.slot, i.chunks, i.version = c.serving as serves from collection_indexes i
     join collections c on c.id = i.collection where i.state = 'live' and c.state = 'live'`,
  );
  if (indexes.filter(({ serves }) => serves === 1).length !== 1) wrong.push('not exactly one index serves');
  for (const { slot, chunks, serves } of indexes) {
    const held = new Map(
      rows<{ document: string; count: number }>(
        `select document, count(*) as count from chunks_${slot} group by document`,
      ).map(({ document, count }) => [document, count]),
    );
    const total = [...held.values()].reduce((sum, count) => sum + count, 0);
    if (total !== chunks) wrong.push(`slot ${slot} says ${chunks} chunks and has ${total}`);
    const manifests = new Map(
      rows<{ document: string; seq: number; deleted: number; chunks: number }>(
        'select document, seq, deleted, chunks from manifests where slot = ?',
        slot,
      ).map((manifest) => [manifest.document, manifest]),
    );
    for (const document of held.keys())
      if (!manifests.has(document)) wrong.push(`slot ${slot} has chunks of ${document} and no manifest`);
    const outbox = new Map(
      rows<{ document: string; seq: number }>('select document, seq from outbox where slot = ?', slot).map(
        (one) => [one.document, one.seq],
      ),
    );
    const isFilled = serves === 1 || !['dual-write', 'backfilling', 'paused'].includes(stage);
    for (const { id, seq, deleted } of documents.values()) {
      const manifest = manifests.get(id);
      if ((manifest?.chunks ?? 0) !== (held.get(id) ?? 0))
        wrong.push(`slot ${slot}: the manifest of ${id} and its chunks differ`);
      if (manifest && manifest.seq > seq) wrong.push(`slot ${slot} holds a write of ${id} that never was`);
      if (manifest?.seq === seq && manifest.deleted !== deleted)
        wrong.push(`slot ${slot}: ${id} is ${deleted ? 'removed, and held' : 'there, and held as removed'}`);
      const isOwed = outbox.get(id) === seq;
      const isNeeded = deleted === 0 || (held.get(id) ?? 0) > 0;
      // What a backfill has not come to yet is all that may be missing unnoticed.
      if ((isFilled || manifest) && isNeeded && manifest?.seq !== seq && !isOwed)
        wrong.push(`slot ${slot} lacks write ${seq} of ${id}, and nothing waits to bring it`);
    }
  }
  return wrong;
}

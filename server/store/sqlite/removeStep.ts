import type Database from 'better-sqlite3';
import { chunkTable } from './chunkTables.ts';

/**
 * Deletes at most `limit` rows of an index or a collection that went before a time, and what held them once they are all
 * gone. Answers 0 when nothing is left to do, and the slots whose tables exist no more.
 */
export function removeStep(
  connection: Database.Database,
  { before, limit }: { before: number; limit: number },
): { removed: number; slots: number[] } {
  const step = connection.transaction(() => {
    const index = connection
      .prepare("select slot from collection_indexes where state = 'removing' and removed_at <= ? limit 1")
      .get(before) as { slot: number } | undefined;
    if (index) return removeIndex(connection, index.slot, limit);
    const collection = connection
      .prepare(
        `select id from collections c where state = 'deleting'
         and not exists (select 1 from collection_indexes i where i.collection = c.id) limit 1`,
      )
      .get() as { id: number } | undefined;
    return collection ? removeDocuments(connection, collection.id, limit) : { removed: 0, slots: [] };
  });
  return step.immediate();
}

function removeIndex(connection: Database.Database, slot: number, limit: number) {
  const table = chunkTable(slot);
  const some = (from: string, where: string, ...values: unknown[]) =>
    connection
      .prepare(`delete from ${from} where rowid in (select rowid from ${from} ${where} limit ?)`)
      .run(...values, limit).changes;
  const removed =
    some(table, '') || some('manifests', 'where slot = ?', slot) || some('outbox', 'where slot = ?', slot);
  if (removed > 0) return { removed, slots: [] };
  connection.exec(`drop table ${table}`);
  connection.prepare('delete from collection_indexes where slot = ?').run(slot);
  return { removed: 1, slots: [slot] };
}

function removeDocuments(connection: Database.Database, collection: number, limit: number) {
  const { changes } = connection
    .prepare(
      'delete from documents where rowid in (select rowid from documents where collection = ? limit ?)',
    )
    .run(collection, limit);
  if (changes > 0) return { removed: changes, slots: [] };
  const reports = 'select id from index_migrations where collection = ?';
  connection.prepare(`delete from gate_reports where migration in (${reports})`).run(collection);
  connection.prepare('delete from index_migrations where collection = ?').run(collection);
  connection.prepare('delete from golden_sets where collection = ?').run(collection);
  connection.prepare('delete from collections where id = ?').run(collection);
  return { removed: 1, slots: [] };
}

import type Database from 'better-sqlite3';
import { chunkTable } from './chunkTables.ts';

/** The prepared statements for each index's own table. */
export function chunkStatements(connection: Database.Database) {
  const prepare = (slot: number) => {
    const table = chunkTable(slot);
    return {
      remove: connection.prepare(`delete from ${table} where document = ?`),
      insert: connection.prepare(
        `insert into ${table} (document, chunk, title, text, vector, metadata) values (?, ?, ?, ?, ?, ?)`,
      ),
    };
  };
  const known = new Map<number, ReturnType<typeof prepare>>();
  return {
    of(slot: number) {
      const found = known.get(slot) ?? prepare(slot);
      known.set(slot, found);
      return found;
    },
    forget: (slot: number) => void known.delete(slot),
  };
}

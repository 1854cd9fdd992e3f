import Database from 'better-sqlite3';
import { chunkTable } from '../../server/store/sqlite/chunkTables.ts';

/** 3% of all. */
const every = 33;

/**
 * Takes documents out of an index behind the product's back, as a database would lack them that was mended by hand. Nothing
 * says that they are missing but the documents themselves.
 */
export function loseDocuments(file: string, version: string): void {
  const connection = new Database(file);
  const slot = connection
    .prepare("select slot from collection_indexes where version = ? and state = 'live'")
    .pluck()
    .get(version) as number;
  const held = connection
    .prepare('select document from manifests where slot = ? order by document')
    .pluck()
    .all(slot) as string[];
  const chunks = connection.prepare(`delete from ${chunkTable(slot)} where document = ?`);
  const manifest = connection.prepare('delete from manifests where slot = ? and document = ?');
  for (const [at, document] of held.entries()) {
    if (at % every !== 0) continue;
    chunks.run(document);
    manifest.run(slot, document);
  }
  connection.close();
}

import { createHash } from 'node:crypto';
import { connect } from '../store/sqlite/connect.ts';

export interface Manifest {
  document: string;
  seq: number;
  hash: string;
  deleted: number;
  chunks: number;
}

/** Rows of tables of a database file, hashed; of all tables where none is named. */
export function fingerprint(file: string, tables: readonly string[]): string {
  return read(file, (connection) => {
    const all = connection
      .prepare("select name from sqlite_master where type = 'table' order by name")
      .pluck()
      .all() as string[];
    const hash = createHash('sha256');
    for (const table of tables.length > 0 ? tables : all)
      hash.update(JSON.stringify([table, connection.prepare(`select * from "${table}"`).all()]));
    return hash.digest('hex');
  });
}

/** Which write of each document an index holds, in how many chunks. */
export const readManifests = (file: string, slot: number): Manifest[] =>
  read(file, (connection) =>
    connection
      .prepare('select document, seq, hash, deleted, chunks from manifests where slot = ? order by document')
      .all(slot),
  ) as Manifest[];

/** Of one instant, although a process may be writing. */
function read<T>(file: string, of: (connection: ReturnType<typeof connect>) => T): T {
  const connection = connect(file, { durability: 'FULL', busyMs: 5_000, readonly: true });
  try {
    return connection.transaction(() => of(connection))();
  } finally {
    connection.close();
  }
}

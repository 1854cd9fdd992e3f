import { parentPort, workerData } from 'node:worker_threads';
import { chunkStatements } from '../../server/store/sqlite/chunkStatements.ts';
import { createChunkTable, toBlob } from '../../server/store/sqlite/chunkTables.ts';
import { connect } from '../../server/store/sqlite/connect.ts';
import type { RawDocument } from './rawLimit.ts';

/** Writes what a backfill writes, and looks at nothing first: the thread behind `rawLimit`. */
const slot = 1;
const connection = connect(String(workerData), { durability: 'NORMAL', busyMs: 5_000 });
createChunkTable(connection, slot);
const { insert } = chunkStatements(connection).of(slot);
const manifest = connection.prepare(
  'insert into manifests (slot, document, seq, hash, deleted, chunks, change) values (?, ?, ?, ?, 0, ?, ?)',
);
let seq = 0;
const operations: Record<string, (documents: readonly RawDocument[]) => void> = {
  write: connection.transaction((documents: readonly RawDocument[]) => {
    for (const { id, title, chunks } of documents) {
      seq++;
      for (const [number, { text, vector }] of chunks.entries())
        insert.run(id, number, title, text, toBlob(vector), '{}');
      manifest.run(slot, id, seq, hash, chunks.length, seq);
    }
  }),
};
const hash = '0'.repeat(64);

parentPort?.on('message', ({ id, operation, parameters }) => {
  if (operation === 'close') {
    connection.close();
    process.exit(0);
  }
  parentPort?.postMessage({ id, value: operations[operation]?.(parameters[0]) });
});

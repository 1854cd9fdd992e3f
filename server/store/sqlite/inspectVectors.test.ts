import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createChunkTable, toBlob } from './chunkTables.ts';
import { inspectVectors } from './inspectVectors.ts';
import { openDatabase } from './openDatabase.ts';

it('inspecting vectors finds each kind that no search could use, page by page', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'knowngood-test-'));
  const { connection } = openDatabase(path.join(folder, 'knowngood.db'));
  try {
    connection
      .prepare(
        `insert into collection_indexes (collection, version, state, watermark, chunks, dimensions, added_at)
         values (1, 'iv', 'live', 0, 0, 3, '2026-01-01T00:00:00Z')`,
      )
      .run();
    createChunkTable(connection, 1);
    const insert = connection.prepare(
      "insert into chunks_1 (document, chunk, title, text, vector, metadata) values (?, 0, '', '', ?, '{}')",
    );
    for (const [document, ...vector] of [
      ['fine', 1, 2, 3],
      ['short', 1, 2],
      ['none', 1, Number.NaN, 3],
      ['endless', 1, Number.POSITIVE_INFINITY, 3],
      ['zero', 0, 0, 0],
    ] as [string, ...number[]][])
      insert.run(document, toBlob(Float32Array.from(vector)));
    const first = inspectVectors(connection, { slot: 1, after: null, limit: 3 });
    expect(first).toEqual({
      checked: 3,
      wrongLength: 1,
      notFinite: 1,
      zero: 0,
      examples: ['short', 'none'],
      last: 3,
    });
    const rest = inspectVectors(connection, { slot: 1, after: first.last, limit: 3 });
    expect(rest).toEqual({
      checked: 2,
      wrongLength: 0,
      notFinite: 1,
      zero: 1,
      examples: ['endless', 'zero'],
      last: null,
    });
  } finally {
    connection.close();
    rmSync(folder, { recursive: true });
  }
});

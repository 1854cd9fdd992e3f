import type Database from 'better-sqlite3';
import type { VectorInspection } from '../retrieval.ts';
import { chunkTable, readBlob } from './chunkTables.ts';

const mostExamples = 20;

/** Finds stored vectors of the wrong length, with a number that is none, or of zeros alone. */
export function inspectVectors(
  connection: Database.Database,
  { slot, after, limit }: { slot: number; after: number | null; limit: number },
): VectorInspection {
  const dimensions = connection
    .prepare('select dimensions from collection_indexes where slot = ?')
    .pluck()
    .get(slot) as number;
  const rows = connection
    .prepare(`select rowid, document, vector from ${chunkTable(slot)} where rowid > ? order by rowid limit ?`)
    .all(after ?? 0, limit) as { rowid: number; document: string; vector: Buffer }[];
  const found = { checked: rows.length, wrongLength: 0, notFinite: 0, zero: 0, examples: [] as string[] };
  const floats = new Float32Array(dimensions);
  for (const { document, vector } of rows) {
    const problem = problemOf(vector, floats);
    if (problem === null) continue;
    found[problem]++;
    if (found.examples.length < mostExamples) found.examples.push(document);
  }
  return { ...found, last: rows.length < limit ? null : (rows.at(-1)?.rowid ?? null) };
}

function problemOf(vector: Buffer, floats: Float32Array): 'wrongLength' | 'notFinite' | 'zero' | null {
  if (vector.byteLength !== floats.byteLength) return 'wrongLength';
  readBlob(vector, floats, 0);
  if (!floats.every(Number.isFinite)) return 'notFinite';
  return floats.some((value) => value !== 0) ? null : 'zero';
}

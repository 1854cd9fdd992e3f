import type Database from 'better-sqlite3';

/** The table that holds the chunks of one index. */
export const chunkTable = (slot: number): string => {
  if (!Number.isSafeInteger(slot) || slot < 1) throw new RangeError(`There is no slot ${slot}`);
  return `chunks_${slot}`;
};

/** Readable without any extension: a vector is its 32-bit floats, little-endian, one after the other. */
export function createChunkTable(connection: Database.Database, slot: number): void {
  const table = chunkTable(slot);
  connection.exec(
    `create table ${table} (
       rowid integer primary key, document text not null, chunk integer not null, title text not null,
       text text not null, vector blob not null, metadata text not null
     );
     create unique index ${table}_by_document on ${table} (document, chunk);`,
  );
}

/** A vector as it is stored. Every machine that Node runs on is little-endian, and so is the format. */
export const toBlob = (vector: Float32Array): Buffer =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);

/** Copies a stored vector to its place in memory; a blob need not be aligned to its floats. */
export function readBlob(blob: Buffer, target: Float32Array, at: number): void {
  new Uint8Array(target.buffer, target.byteOffset + at * 4, blob.byteLength).set(blob);
}

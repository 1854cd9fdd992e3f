import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openThread } from '../../server/openThread.ts';
import type { AppliedChunk } from '../../server/store/retrieval.ts';
import { openSqliteStore } from '../../server/store/sqlite/openStore.ts';
import { bodyOf, NewDocument } from '../../shared/model/document.ts';
import type { Corpus } from './corpora.ts';
import { type Library, unthrottled } from './openLibrary.ts';

export interface RawDocument {
  id: string;
  title: string;
  chunks: AppliedChunk[];
}

type RawOperations = { write(documents: readonly RawDocument[]): void };

const atOnce = 64;

/**
 * Documents a second that this machine can embed and write at all: documents in memory, the product's own thread for
 * texts, another thread that writes chunks and manifests into the same tables of a database of its own, as many batches
 * under way as the backfill has. No pages are read, nothing is checked against a newer write, paced or checkpointed.
 */
export async function rawLimit(
  { retrieval }: Library,
  folder: string,
  { documents }: Corpus,
  version: string,
): Promise<number> {
  const file = path.join(folder, 'raw.db');
  await openSqliteStore(file).close();
  const writer = openThread<RawOperations>(new URL('./rawWriter.ts', import.meta.url), {
    name: 'raw writer',
    data: file,
    patienceMs: 60_000,
  });
  const bodies = documents.map((document) => bodyOf(NewDocument.parse(document)));
  const signal = AbortSignal.timeout(1_800_000);
  await writer.run('write', []);
  await retrieval.indexers.index(version, bodies.slice(0, atOnce), signal);
  let next = 0;
  const began = performance.now();
  const lane = async () => {
    while (next < documents.length) {
      const from = next;
      next += atOnce;
      const chunks = await retrieval.indexers.index(version, bodies.slice(from, from + atOnce), signal);
      const done = documents.slice(from, from + atOnce);
      await writer.run(
        'write',
        done.map(({ id, title }, at) => ({ id, title, chunks: chunks[at] ?? [] })),
      );
    }
  };
  await Promise.all(Array.from({ length: unthrottled.batchesInFlight }, lane));
  const seconds = (performance.now() - began) / 1_000;
  await writer.close();
  for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true });
  return documents.length / seconds;
}

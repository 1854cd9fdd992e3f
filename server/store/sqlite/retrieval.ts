import type Database from 'better-sqlite3';
import { openThread, type Thread } from '../../openThread.ts';
import type { RetrievalStore } from '../retrieval.ts';
import { retrievalCollections } from './retrievalCollections.ts';
import { retrievalMigrations } from './retrievalMigrations.ts';
import type { RetrievalReads } from './retrievalReads.ts';
import type { RetrievalSearch } from './retrievalSearch.ts';
import type { RetrievalThreadData } from './retrievalWorker.ts';
import type { RetrievalWrites } from './retrievalWrites.ts';
import type { IndexSamples } from './sampleIndex.ts';

/** No operation may leave its caller waiting for longer than this, in milliseconds. */
const patienceMs = 30_000;

/**
 * Retrieval on SQLite. Documents are written by one thread, read for pages by another and searched by a third, so that
 * neither a bulk of documents nor a long search holds up a call. Each starts when it is first needed.
 * @param memoryBytes Most that the vectors of one index, and all that are searched at a time, may take.
 */
export function sqliteRetrieval(
  file: string,
  connection: Database.Database,
  memoryBytes: number,
): RetrievalStore {
  const thread = <O extends RetrievalWrites | (RetrievalReads & IndexSamples) | RetrievalSearch>(
    mode: RetrievalThreadData['mode'],
  ) => {
    const data: RetrievalThreadData = { file, mode, memoryBytes };
    const entry = new URL('./retrievalWorker.ts', import.meta.url);
    return openThread(entry, { name: `retrieval ${mode}`, data, patienceMs }) as Thread<O>;
  };
  const writer = thread<RetrievalWrites>('write');
  const reader = thread<RetrievalReads & IndexSamples>('read');
  const searcher = thread<RetrievalSearch>('search');
  return {
    memoryBytes,
    ...retrievalCollections(connection),
    write: (request) => writer.run('write', request),
    due: (now) => writer.run('due', now),
    take: (request) => writer.run('take', request),
    apply: (application) => writer.run('apply', application),
    fail: (request) => writer.run('fail', request),
    bury: (request) => writer.run('bury', request),
    retryDead: (request) => writer.run('retryDead', request),
    removeStep: (request) => writer.run('removeStep', request),
    documents: (query) => reader.run('documents', query),
    texts: (query) => reader.run('texts', query),
    countDocuments: (collection) => reader.run('countDocuments', collection),
    document: (collection, id) => reader.run('document', collection, id),
    living: (query) => reader.run('living', query),
    deadLetters: (query) => reader.run('deadLetters', query),
    manifestSummary: (slot) => reader.run('manifestSummary', slot),
    sampleIndex: (query) => reader.run('sampleIndex', query),
    outboxCounts: (slot) => reader.run('outboxCounts', slot),
    backfillPage: (query) => reader.run('backfillPage', query),
    inspectVectors: (query) => reader.run('inspectVectors', query),
    async search(query) {
      for (let tried = 0; ; tried++) {
        const found = await searcher.run('search', query, tried);
        if (found) return found;
      }
    },
    migrations: {
      ...retrievalMigrations(connection),
      save: (migration) => writer.run('saveMigration', migration),
      decidedVerdicts: (query) => reader.run('decidedVerdicts', query),
      countedGoldenSets: (query) => reader.run('countedGoldenSets', query),
    },
    close: async () => {
      await Promise.all([writer.close(), reader.close(), searcher.close()]);
    },
  };
}

import { parentPort, workerData } from 'node:worker_threads';
import { connect } from './connect.ts';
import { retrievalReads } from './retrievalReads.ts';
import { retrievalSearch } from './retrievalSearch.ts';
import { retrievalWrites } from './retrievalWrites.ts';
import { indexSamples } from './sampleIndex.ts';

/** One thread of the retrieval store: one writes, one reads for pages and summaries, one searches. */
export interface RetrievalThreadData {
  file: string;
  mode: 'write' | 'read' | 'search';
  memoryBytes: number;
}

const { file, mode, memoryBytes } = workerData as RetrievalThreadData;
const connection = connect(file, { durability: 'FULL', busyMs: 5_000, readonly: mode !== 'write' });
const operations = {
  write: () => retrievalWrites(connection, memoryBytes),
  read: () => ({ ...retrievalReads(connection), ...indexSamples(connection) }),
  search: () => retrievalSearch(connection, memoryBytes),
}[mode]() as Record<string, (...parameters: never[]) => unknown>;

parentPort?.on(
  'message',
  ({ id, operation, parameters }: { id: number; operation: string; parameters: never[] }) => {
    if (operation === 'close') {
      connection.close();
      process.exit(0);
    }
    try {
      parentPort?.postMessage({ id, value: operations[operation]?.(...parameters) });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  },
);

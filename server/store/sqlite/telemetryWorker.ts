import { parentPort, workerData } from 'node:worker_threads';
import { connect } from './connect.ts';
import { telemetryOperations } from './telemetryOperations.ts';

const { file, mode } = workerData as { file: string; mode: 'read' | 'write' };
const connection = connect(file, { durability: 'NORMAL', busyMs: 5_000, readonly: mode === 'read' });
const operations = telemetryOperations(connection, mode);

parentPort?.on(
  'message',
  ({ id, operation, parameters }: { id: number; operation: string; parameters: never[] }) => {
    if (operation === 'close') {
      connection.close();
      process.exit(0);
    }
    try {
      const run = operations[operation as keyof typeof operations] as (...all: never[]) => unknown;
      parentPort?.postMessage({ id, value: run(...parameters) });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  },
);

import { Worker } from 'node:worker_threads';
import type { ConversationStore, TelemetryStore } from '../store.ts';
import { rowOf, type TelemetryOperations } from './telemetryOperations.ts';

/** No operation may leave its caller waiting for longer than this, in milliseconds. */
const patience = 30_000;

interface Reply {
  id: number;
  value?: unknown;
  error?: string;
}

/**
 * Telemetry on SQLite, off the main thread: one worker writes, another reads, so that neither a batch of
 * records nor a slow page of the admin app ever holds up a call.
 */
export function sqliteTelemetry(file: string): TelemetryStore & {
  conversations: ConversationStore;
  close(): Promise<void>;
} {
  const writer = workerOnDemand(file, 'write');
  const reader = workerOnDemand(file, 'read');
  return {
    // Flat rows with the record as text already: copying nested objects to another thread costs more than all the rest.
    recordInferences: (records) => writer.run('recordInferences', [records.map(rowOf)]),
    forgetBefore: (at) => writer.run('forgetBefore', [at]),
    recentInferences: (query) => reader.run('recentInferences', [query]),
    bucketsSince: (query) => reader.run('bucketsSince', [query]),
    trafficSince: (query) => reader.run('trafficSince', [query]),
    trafficByUnit: (query) => reader.run('trafficByUnit', [query]),
    spentSince: (query) => reader.run('spentSince', [query]),
    conversations: {
      find: (key) => reader.run('findConversation', [key]),
      save: (conversations) => writer.run('saveConversations', [conversations]),
      recent: (query) => reader.run('recentConversations', [query]),
    },
    close: async () => {
      await Promise.all([writer.close(), reader.close()]);
    },
  };
}

/** Starts its worker when it is first asked: a command that touches no telemetry waits for none to come up and go. */
function workerOnDemand(file: string, mode: 'read' | 'write'): ReturnType<typeof startWorker> {
  let started: ReturnType<typeof startWorker> | null = null;
  let closed = false;
  return {
    run(operation, parameters) {
      if (closed && !started) return Promise.reject(new Error(`The telemetry ${mode}r has stopped`));
      started ??= startWorker(file, mode);
      return started.run(operation, parameters);
    },
    async close() {
      closed = true;
      await started?.close();
    },
  };
}

function startWorker(file: string, mode: 'read' | 'write') {
  const worker = new Worker(new URL('./telemetryWorker.ts', import.meta.url), { workerData: { file, mode } });
  const waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void; timer: NodeJS.Timeout }
  >();
  let last = 0;
  let ended: Error | null = null;
  const settle = (
    id: number,
    act: (waiter: { resolve(value: unknown): void; reject(error: Error): void }) => void,
  ) => {
    const waiter = waiting.get(id);
    if (!waiter) return;
    waiting.delete(id);
    clearTimeout(waiter.timer);
    act(waiter);
  };
  const end = (error: Error) => {
    ended = error;
    for (const id of [...waiting.keys()]) settle(id, (waiter) => waiter.reject(error));
  };
  worker.on('message', ({ id, value, error }: Reply) =>
    settle(id, (waiter) => (error === undefined ? waiter.resolve(value) : waiter.reject(new Error(error)))),
  );
  worker.on('error', (error) => end(error as Error));
  worker.on('exit', () => end(new Error(`The telemetry ${mode}r has stopped`)));
  return {
    run<N extends keyof TelemetryOperations>(
      operation: N,
      parameters: Parameters<TelemetryOperations[N]>,
    ): Promise<ReturnType<TelemetryOperations[N]>> {
      if (ended) return Promise.reject(ended);
      const id = ++last;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () =>
            settle(id, (waiter) =>
              waiter.reject(new Error(`Telemetry: ${operation} took longer than ${patience} ms`)),
            ),
          patience,
        );
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, timer });
        worker.postMessage({ id, operation, parameters });
      });
    },
    async close(): Promise<void> {
      if (ended) return;
      const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.postMessage({ id: 0, operation: 'close', parameters: [] });
      const timer = setTimeout(() => void worker.terminate(), 2_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

import { Worker } from 'node:worker_threads';

/** What a thread can do: plain functions of values that can be copied to it. */
type Operations = Record<string, (...parameters: never[]) => unknown>;

export interface Thread<O extends Operations> {
  /** @throws Error when the thread has ended, or takes longer than it may. */
  run<N extends keyof O & string>(
    operation: N,
    ...parameters: Parameters<O[N]>
  ): Promise<Awaited<ReturnType<O[N]>>>;
  close(): Promise<void>;
}

interface Reply {
  id: number;
  value?: unknown;
  error?: string;
}

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** Most requests that may wait for one thread. */
const mostWaiting = 10_000;
const closeMs = 2_000;

/**
 * A worker thread that carries out one operation after the other. It starts with the first one, and again with the next
 * after it has died; what it was doing then fails.
 */
export function openThread<O extends Operations>(
  entry: URL,
  { name, data, patienceMs }: { name: string; data: unknown; patienceMs: number },
): Thread<O> {
  const waiting = new Map<number, Waiter>();
  let worker: Worker | null = null;
  let isClosed = false;
  let last = 0;

  const settle = (id: number, act: (waiter: Waiter) => void) => {
    const waiter = waiting.get(id);
    if (!waiter) return;
    waiting.delete(id);
    clearTimeout(waiter.timer);
    act(waiter);
  };
  const start = (): Worker => {
    const started = new Worker(entry, { workerData: data });
    const end = (error: Error) => {
      if (worker !== started) return;
      worker = null;
      for (const id of [...waiting.keys()]) settle(id, (waiter) => waiter.reject(error));
    };
    started.on('message', ({ id, value, error }: Reply) =>
      settle(id, (waiter) => (error === undefined ? waiter.resolve(value) : waiter.reject(new Error(error)))),
    );
    started.on('error', (error) => end(error as Error));
    started.on('exit', () => end(new Error(`The thread "${name}" has stopped`)));
    return started;
  };
  return {
    run(operation, ...parameters) {
      if (isClosed) return Promise.reject(new Error(`The thread "${name}" is closed`));
      if (waiting.size >= mostWaiting)
        return Promise.reject(
          new Error(`The thread "${name}" has ${mostWaiting} requests to answer already`),
        );
      worker ??= start();
      const id = ++last;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const late = () => new Error(`${name}: ${operation} took longer than ${patienceMs} ms`);
      const timer = setTimeout(() => settle(id, (waiter) => waiter.reject(late())), patienceMs);
      waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, operation, parameters });
      return promise as never;
    },
    async close() {
      isClosed = true;
      const closing = worker;
      if (!closing) return;
      const exited = new Promise<void>((resolve) => closing.once('exit', () => resolve()));
      closing.postMessage({ id: 0, operation: 'close', parameters: [] });
      const timer = setTimeout(() => void closing.terminate(), closeMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WorkerMessage, WorkerTask } from './worker.ts';

const file = fileURLToPath(new URL('./worker.ts', import.meta.url));
const startTimeoutMs = 60_000;

export interface Workers {
  /**
   * Nanoseconds at which the last client's evaluate() first gave one of these variants; null when some client
   * does not within the time. Call it before the change is made.
   */
  lastToObey(variants: ReadonlySet<string>, timeoutMs: number): Promise<bigint | null>;
  stop(): Promise<void>;
}

/** Starts processes with clients in them, and waits until each of these has a configuration. */
export async function startWorkers(processes: number, task: WorkerTask): Promise<Workers> {
  const children: ChildProcess[] = [];
  const listeners = new Set<(client: string, variant: string, at: bigint) => void>();
  const stop = async () => {
    const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
    const gone = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(gone);
  };
  try {
    const ready = Array.from({ length: processes }, async (_, index) => {
      const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      children.push(child);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(() => reject(new Error('A worker did not get ready in time')), startTimeoutMs);
      child.once('exit', () => reject(new Error('A worker has ended')));
      child.on('message', (message: WorkerMessage) => {
        if (message.type === 'ready') resolve();
        else
          for (const listener of listeners)
            listener(`${index}/${message.client}`, message.variant, BigInt(message.at));
      });
      child.send(task);
      await promise.finally(() => clearTimeout(timer));
    });
    await Promise.all(ready);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    lastToObey: (variants, timeoutMs) =>
      new Promise((resolve) => {
        const obeying = new Map<string, bigint>();
        const end = (result: bigint | null) => {
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(result);
        };
        const timer = setTimeout(() => end(null), timeoutMs);
        const listener = (client: string, variant: string, at: bigint) => {
          if (!variants.has(variant) || obeying.has(client)) return;
          obeying.set(client, at);
          if (obeying.size === processes * task.clients)
            end([...obeying.values()].reduce((last, one) => (one > last ? one : last)));
        };
        listeners.add(listener);
      }),
  };
}

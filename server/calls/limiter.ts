import PQueue from 'p-queue';
import { ProviderFailure } from '../providers/provider.ts';

const concurrency = 128;
const mostWaiting = 1_000;

/** One bounded priority queue per provider: 10 goes first; when it is full, a new request is turned away. */
export interface Limiters {
  run<T>(provider: string, priority: number, signal: AbortSignal, act: () => Promise<T>): Promise<T>;
}

export function createLimiters(): Limiters {
  const queues = new Map<string, PQueue>();
  return {
    run(provider, priority, signal, act) {
      let queue = queues.get(provider);
      if (!queue) {
        queue = new PQueue({ concurrency });
        queues.set(provider, queue);
      }
      if (queue.size >= mostWaiting) {
        return Promise.reject(
          new ProviderFailure('overloaded', `${mostWaiting} requests to this provider are waiting already`),
        );
      }
      return queue.add(act, { priority, signal });
    },
  };
}

import { ProviderFailure } from '../providers/provider.ts';

const concurrency = 1_024;
const mostWaiting = 1_000;
/** 1 to 10 are callers' priorities; 0 is for work that no user waits for. */
const priorities = 11;

interface Waiting {
  enter(): void;
  shed(): void;
}

/** Gives a slot back. Giving it back twice does nothing. */
export type Release = () => void;

/**
 * A bounded queue per provider. 10 goes first; when the queue is full, the lowest priority in it makes room for a
 * higher one, and otherwise the newcomer is turned away. (p-queue can neither shed nor tell who is lowest.)
 */
export interface Limiters {
  /** Waits for a slot. @throws ProviderFailure `overloaded`, or the signal's reason when it was aborted. */
  enter(provider: string, priority: number, signal: AbortSignal): Promise<Release> | Release;
  load(provider: string): { active: number; waiting: number };
}

export function createLimiters(limits = { concurrency, mostWaiting }): Limiters {
  const queues = new Map<string, ReturnType<typeof createQueue>>();
  const queueOf = (provider: string) => {
    let queue = queues.get(provider);
    if (!queue) {
      queue = createQueue(limits);
      queues.set(provider, queue);
    }
    return queue;
  };
  return {
    enter: (provider, priority, signal) => queueOf(provider).enter(priority, signal),
    load: (provider) => queueOf(provider).load(),
  };
}

function createQueue(limits: { concurrency: number; mostWaiting: number }) {
  const waiting: Set<Waiting>[] = Array.from({ length: priorities }, () => new Set());
  let active = 0;
  let size = 0;

  const release = (): Release => {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      active--;
      next();
    };
  };
  const next = () => {
    if (size === 0) return;
    for (let priority = priorities - 1; priority >= 0 && active < limits.concurrency; priority--) {
      const [first] = waiting[priority] ?? [];
      if (!first) continue;
      first.enter();
      priority++;
    }
  };
  /** Makes room by turning away somebody of a lower priority. */
  const makeRoomFor = (priority: number): boolean => {
    for (let lower = 0; lower < priority; lower++) {
      const last = [...(waiting[lower] ?? [])].at(-1);
      if (!last) continue;
      last.shed();
      return true;
    }
    return false;
  };
  const overloaded = () =>
    new ProviderFailure('overloaded', `${limits.mostWaiting} requests to this provider are waiting already`);
  return {
    enter(priority: number, signal: AbortSignal): Promise<Release> | Release {
      if (active < limits.concurrency) {
        active++;
        return release();
      }
      if (size >= limits.mostWaiting && !makeRoomFor(priority)) throw overloaded();
      return new Promise((resolve, reject) => {
        const line = waiting[priority];
        if (!line) return reject(new RangeError(`There is no priority ${priority}`));
        const leave = () => {
          line.delete(one);
          size--;
          signal.removeEventListener('abort', abort);
        };
        const abort = () => {
          leave();
          reject(signal.reason);
        };
        const one: Waiting = {
          enter() {
            leave();
            active++;
            resolve(release());
          },
          shed() {
            leave();
            reject(overloaded());
          },
        };
        line.add(one);
        size++;
        signal.addEventListener('abort', abort, { once: true });
      });
    },
    load: () => ({ active, waiting: size }),
  };
}

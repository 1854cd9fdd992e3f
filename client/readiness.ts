import { ClientError } from './clientError.ts';

/** With a cache at hand, the server gets this long to answer first, in milliseconds. */
const patienceMs = 2_000;
/** What a timer can wait for; more would be no wait at all. */
const longestMs = 2 ** 31 - 1;

export interface Readiness {
  /** Lets everybody who waits go on. */
  open(): void;
  close(): void;
  wait(timeoutMs: number, hasCache: boolean): Promise<void>;
}

type State = 'waiting' | 'open' | 'closed';

/** A gate that opens once. Whoever waits has a timer of their own, and leaves nothing behind. */
export function createReadiness(): Readiness {
  let state: State = 'waiting';
  const waiting = new Set<() => void>();
  const become = (next: State) => {
    if (state !== 'waiting') return;
    state = next;
    for (const wake of [...waiting]) wake();
  };
  return {
    open: () => become('open'),
    close: () => become('closed'),
    wait: (timeoutMs, hasCache) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          waiting.delete(end);
          if (state === 'open' || (state === 'waiting' && hasCache)) resolve();
          else if (state === 'closed')
            reject(new ClientError('closed', 'The client was closed before it had a configuration'));
          else reject(new ClientError('not-ready', `There was no configuration within ${timeoutMs} ms`));
        };
        const timer = setTimeout(end, Math.min(hasCache ? patienceMs : longestMs, timeoutMs, longestMs));
        waiting.add(end);
        if (state !== 'waiting') end();
      }),
  };
}

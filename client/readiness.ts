import { ClientError } from './clientError.ts';

/** With a cache at hand, the server gets this long to answer first, in milliseconds. */
const patienceMs = 2_000;

export interface Readiness {
  /** Lets everybody who waits go on. */
  open(): void;
  close(): void;
  wait(timeoutMs: number, hasCache: boolean): Promise<void>;
}

/** A gate that opens once. */
export function createReadiness(): Readiness {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: closing, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting when the client is closed.
  closing.catch(() => {});
  return {
    open,
    close: () => reject(new ClientError('closed', 'The client was closed before it had a configuration')),
    async wait(timeoutMs, hasCache) {
      const { promise: late, resolve, reject: refuse } = Promise.withResolvers<void>();
      const give = hasCache
        ? () => resolve()
        : () => refuse(new ClientError('not-ready', `There was no configuration within ${timeoutMs} ms`));
      const timer = setTimeout(give, hasCache ? Math.min(patienceMs, timeoutMs) : timeoutMs);
      try {
        await Promise.race([opened, closing, late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

import { EventSource } from 'eventsource';
import type { Connection } from './connection.ts';

/** The server sends something every 10 s; a stream that is silent for longer is dead, whatever its socket says. */
const longestSilenceMs = 25_000;
const firstRetryMs = 250;
const longestRetryMs = 15_000;

export interface News {
  tag: string;
  /** The rulebook itself, where it is small. */
  rulebook: unknown;
}

/** Full jitter: after a restart of the server, its clients do not come back all at once. In milliseconds. */
export const retryDelay = (failures: number): number =>
  50 + Math.random() * Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));

/**
 * Follows the server's events until the client is closed, and reconnects with growing, jittered delays.
 * `onNews` is told what is to be obeyed, at once on connecting and with each change.
 */
export function followEvents(
  connection: Connection,
  onNews: (news: News) => void,
  { silentMs = longestSilenceMs }: { silentMs?: number } = {},
): void {
  const { url, key, fetch, closed } = connection;
  let failures = 0;
  let source: EventSource | null = null;
  let timer: NodeJS.Timeout | undefined;
  const after = (ms: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms).unref();
  };
  const retry = () => {
    source?.close();
    if (!closed.aborted) after(retryDelay(failures++), connect);
  };
  const connect = () => {
    if (closed.aborted) return;
    const own = new EventSource(`${url}/sync/v1/events`, {
      fetch: (address, init) =>
        fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } }),
    });
    source = own;
    const alive = () => after(silentMs, retry);
    own.addEventListener('alive', alive);
    own.addEventListener('message', (event) => {
      failures = 0;
      alive();
      const news = newsOf(event.data);
      if (news) onNews(news);
    });
    own.addEventListener('error', () => {
      if (own === source) retry();
    });
    alive();
  };
  closed.addEventListener('abort', () => {
    clearTimeout(timer);
    source?.close();
  });
  connect();
}

function newsOf(data: unknown): News | null {
  try {
    const { tag, rulebook = null } = JSON.parse(String(data)) as { tag?: unknown; rulebook?: unknown };
    return typeof tag === 'string' ? { tag, rulebook } : null;
  } catch {
    return null;
  }
}

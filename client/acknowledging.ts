import { type Connection, request } from './connection.ts';

const everyMs = 20_000;
/** A change is confirmed this much later at most, so that no client's receipt is in the way of another's change. */
const longestDelayMs = 150;
const timeoutMs = 3_000;
const mostFlags = 10_000;

export interface Acknowledging {
  /** Counts one evaluation. */
  count(flag: string): void;
  /** Says soon which revision is obeyed now. */
  say(revision: number): void;
  /** Says the last counts, within a second; then no more is said. */
  end(): Promise<void>;
}

/**
 * Tells the server which revision this client obeys: soon after that changes, and every 20 s, with how often
 * each flag was evaluated. What cannot be said now is said with the next; it is never in an evaluation's way.
 */
export function createAcknowledging(
  connection: Connection,
  { client, name }: { client: string; name: string },
): Acknowledging {
  let counts = new Map<string, number>();
  let revision: number | null = null;
  let since = 0;
  let soon: NodeJS.Timeout | undefined;
  let saying = false;
  let again = false;

  /** More flags than the server takes at once are not counted. */
  const add = (flag: string, count: number) => {
    const before = counts.get(flag);
    if (before !== undefined) counts.set(flag, before + count);
    else if (counts.size < mostFlags) counts.set(flag, count);
  };
  const post = async (within: number, to: Connection) => {
    const said = counts;
    counts = new Map();
    const evaluated = Object.fromEntries(said);
    try {
      const agoMs = Math.max(0, Math.round(performance.now() - since));
      const body = JSON.stringify({ client, name, revision, agoMs, evaluated });
      const headers = { 'content-type': 'application/json' };
      const response = await request(to, '/sync/v1/acknowledge', { method: 'POST', headers, body }, within);
      await response.arrayBuffer();
    } catch {
      // The refresh meets and reports the same trouble; here only the counts must not be lost.
      for (const [flag, count] of said) add(flag, count);
    }
  };
  const run = async () => {
    if (saying) {
      again = true;
      return;
    }
    saying = true;
    do {
      again = false;
      if (revision !== null) await post(timeoutMs, connection);
    } while (again && !connection.closed.aborted);
    saying = false;
  };
  const timer = setInterval(() => void run(), everyMs).unref();
  connection.closed.addEventListener('abort', () => {
    clearInterval(timer);
    clearTimeout(soon);
  });

  return {
    count: (flag) => add(flag, 1),
    say(obeyed) {
      if (connection.closed.aborted) return;
      if (revision !== obeyed) since = performance.now();
      revision = obeyed;
      clearTimeout(soon);
      soon = setTimeout(() => void run(), Math.random() * longestDelayMs).unref();
    },
    async end() {
      if (revision === null || counts.size === 0) return;
      await post(1_000, { ...connection, closed: new AbortController().signal });
    },
  };
}

import { type Connection, request } from './connection.ts';

const everyMs = 20_000;
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
 * Tells the server which revision this client obeys: at once when that changes, and every 20 s, with how often
 * each flag was evaluated. What cannot be said now is said with the next; it is never in an evaluation's way.
 */
export function createAcknowledging(
  connection: Connection,
  { client, name }: { client: string; name: string },
): Acknowledging {
  let counts = new Map<string, number>();
  let revision: number | null = null;
  let saying = false;
  let again = false;

  const post = async (within: number, to: Connection) => {
    const said = counts;
    counts = new Map();
    const evaluated = Object.fromEntries(said);
    try {
      const body = JSON.stringify({ client, name, revision, evaluated });
      const headers = { 'content-type': 'application/json' };
      const response = await request(to, '/sync/v1/acknowledge', { method: 'POST', headers, body }, within);
      await response.arrayBuffer();
    } catch {
      // The refresh meets and reports the same trouble; here only the counts must not be lost.
      for (const [flag, count] of said) counts.set(flag, (counts.get(flag) ?? 0) + count);
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
  connection.closed.addEventListener('abort', () => clearInterval(timer));

  return {
    count(flag) {
      const before = counts.get(flag);
      if (before !== undefined) counts.set(flag, before + 1);
      else if (counts.size < mostFlags) counts.set(flag, 1);
    },
    say(obeyed) {
      revision = obeyed;
      void run();
    },
    async end() {
      if (revision === null || counts.size === 0) return;
      await post(1_000, { ...connection, closed: new AbortController().signal });
    },
  };
}

import { Pool } from 'undici';

export interface Target {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface Load {
  /** Requests a second that were answered. */
  rps: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were not whole, or not 200. */
  bad: number;
  count: number;
}

/**
 * Sends requests for some seconds: as fast as `connections` allow, or at a fixed rate whatever the answers do (then
 * a latency counts from when the request was due: a stall is not hidden).
 */
export async function load(
  { url, headers, body }: Target,
  options: { seconds: number; connections: number; perSecond?: number; whole(text: string): boolean },
): Promise<Load> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: options.connections, pipelining: 1 });
  const latencies: number[] = [];
  let bad = 0;
  const one = async (dueAt: number) => {
    try {
      const response = await pool.request({
        path: pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        headersTimeout: 30_000,
        bodyTimeout: 30_000,
      });
      const text = await response.body.text();
      if (response.statusCode !== 200 || !options.whole(text)) bad++;
    } catch {
      bad++;
    }
    latencies.push(performance.now() - dueAt);
  };
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  if (options.perSecond === undefined) {
    const worker = async () => {
      while (performance.now() < endsAt) await one(performance.now());
    };
    await Promise.all(Array.from({ length: options.connections }, worker));
  } else {
    const total = Math.floor(options.perSecond * options.seconds);
    const running: Promise<void>[] = [];
    for (let sent = 0; sent < total; ) {
      const due = Math.min(total, Math.ceil(((performance.now() - startedAt) / 1000) * options.perSecond));
      for (; sent < due; sent++) running.push(one(startedAt + (sent / options.perSecond) * 1000));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(running);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { rps: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), bad, count: latencies.length };
}

/** Waits, bounded, until a target answers as it should. */
export async function ready({ url, headers, body }: Target): Promise<void> {
  let last = '';
  for (let tried = 0; tried < 200; tried++) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        signal: AbortSignal.timeout(5_000),
      });
      last = `${response.status} ${(await response.text()).slice(0, 300)}`;
      if (response.ok) return;
    } catch (error) {
      last = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not get ready: ${last}`);
}

import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher } from 'undici';

/** Largest answer that is read, a stream included, in bytes. */
const mostBytes = 32 * 1024 * 1024;
const connectMs = 5_000;

// Our own clocks bound a request, so the pool's are off; one pool for all, keyed by origin.
const pool = new Agent({
  connect: { timeout: connectMs },
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: 30_000,
  connections: 1_024,
  maxResponseSize: mostBytes,
  pipelining: 1,
});

export interface Sent {
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Told what comes, in this order: `start` once, `data` often, then `end` or `fail` once. `fail` may come at any time. */
export interface Receiver {
  start(status: number, headers: IncomingHttpHeaders): void;
  data(chunk: Buffer): void;
  end(): void;
  fail(error: unknown): void;
}

export interface Exchange {
  /** Ends it, and its connection. Nothing is told after that. */
  abort(reason: unknown): void;
  pause(): void;
  resume(): void;
}

/**
 * One POST by callbacks. The library's streams and iterators cost as much as all of Knowngood's own work on a short
 * answer, so they are left out; see the gateway benchmark.
 */
export function post(sent: Sent, signal: AbortSignal, receiver: Receiver): Exchange {
  let control: Dispatcher.DispatchController | null = null;
  let isOver = false;
  const over = (): boolean => {
    if (isOver) return true;
    isOver = true;
    signal.removeEventListener('abort', leave);
    return false;
  };
  const abort = (reason: unknown) => {
    if (over()) return;
    control?.abort(reason instanceof Error ? reason : new Error('The request was ended'));
  };
  const leave = () => {
    abort(signal.reason);
    receiver.fail(signal.reason);
  };
  signal.addEventListener('abort', leave, { once: true });
  pool.dispatch(
    { origin: sent.origin, path: sent.path, method: 'POST', headers: sent.headers, body: sent.body },
    {
      onRequestStart(controller) {
        control = controller;
        // Whoever left while the request waited for a connection is not sent for.
        if (isOver) controller.abort(new Error('The request was ended'));
      },
      onResponseStart(_controller, status, headers) {
        if (!isOver) receiver.start(status, headers);
      },
      onResponseData(_controller, chunk) {
        if (!isOver) receiver.data(chunk);
      },
      onResponseEnd() {
        if (!over()) receiver.end();
      },
      onResponseError(_controller, error) {
        if (!over()) receiver.fail(error);
      },
    },
  );
  return { abort, pause: () => control?.pause(), resume: () => control?.resume() };
}

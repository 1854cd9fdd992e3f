import type { IncomingHttpHeaders } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { type Exchange, post } from './exchange.ts';
import { type ProviderEvent, ProviderFailure } from './provider.ts';
import { refusalOf } from './refusal.ts';

/** How long an upstream may take to end a response that has said all it had to say, in milliseconds. */
const lingerMs = 1_000;
/** How much of an error's body is waited for, in bytes, and for how long, in milliseconds. */
const mostErrorBytes = 16_384;
const errorMs = 1_000;
/** How much of a stream waits for a slow reader before the upstream is slowed as well, in bytes. */
const mostWaiting = 64 * 1024;

export interface UpstreamOptions {
  /** Paths are put before its query, where it has one. */
  baseUrl: string;
  headers: Record<string, string>;
}

/** One upstream, addressed by a path under its base URL. */
export interface Upstream {
  /** Sends JSON and reads JSON. @throws ProviderFailure, or the signal's reason when it was aborted. */
  json(path: string, body: string, signal: AbortSignal): Promise<unknown>;
  /**
   * Sends JSON and yields the events of each network read that brings any, and a reader's `end` last. Whoever stops early must not leave
   * the upstream talking to nobody: the request is ended, unless the reader is done; then the connection is kept for the
   * next one. Throws like `json`.
   */
  events(
    path: string,
    body: string,
    signal: AbortSignal,
    reader: StreamReader,
  ): AsyncIterable<ProviderEvent[]>;
}

/** Turns the text of a stream into events. */
export interface StreamReader {
  /** The events that a text completes. @throws ProviderFailure for what cannot be read. */
  read(text: string): ProviderEvent[];
  /** Whether the stream has said that it is over. */
  done(): boolean;
  /** What is known once nothing more comes. */
  end(): ProviderEvent;
}

/** An upstream that speaks JSON over HTTP. Redirects are not followed: they would carry the key elsewhere. */
export function openUpstream({ baseUrl, headers }: UpstreamOptions): Upstream {
  const { origin, pathname, search } = new URL(baseUrl);
  const base = pathname.replace(/\/$/, '');
  const own = { 'content-type': 'application/json', ...headers };
  const request = (path: string, body: string) => ({
    origin,
    path: base + path + search,
    headers: own,
    body,
  });
  return {
    json: (path, body, signal) =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = [];
        receive(request(path, body), signal, {
          data: (chunk) => chunks.push(chunk),
          end() {
            const [only] = chunks;
            const whole = (chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString('utf8');
            try {
              resolve(JSON.parse(whole));
            } catch (error) {
              reject(
                noNumber.test(whole)
                  ? new ProviderFailure('provider-error', noNumberSent)
                  : failureOf(error, signal),
              );
            }
          },
          fail: (error) => reject(failureOf(error, signal)),
        });
      }),
    events: (path, body, signal, reader) => ({
      [Symbol.asyncIterator]: () => iterate(request(path, body), signal, reader),
    }),
  };
}

/** Not a generator: a promise for each network read is all that it takes, and what comes is read when it is asked for. */
function iterate(
  request: Parameters<typeof post>[0],
  signal: AbortSignal,
  reader: StreamReader,
): AsyncIterator<ProviderEvent[]> {
  // Not a TextDecoder: that one makes strings of two bytes a character, which are slower to read.
  const decoder = new StringDecoder('utf8');
  let waiting: Buffer[] = [];
  let bytes = 0;
  /** Nothing more comes from the upstream; nothing more goes to whoever reads. */
  let isEnded = false;
  let isOver = false;
  let failure: unknown = null;
  let wake: (() => void) | null = null;
  const woken = () => {
    const waker = wake;
    wake = null;
    waker?.();
  };
  const exchange = receive(request, signal, {
    data(chunk) {
      waiting.push(chunk);
      const before = bytes;
      bytes += chunk.length;
      if (bytes > mostWaiting && before <= mostWaiting) exchange.pause();
      woken();
    },
    end() {
      isEnded = true;
      woken();
    },
    fail(error) {
      isEnded = true;
      failure = failureOf(error, signal);
      woken();
    },
  });
  const leave = () => {
    isOver = true;
    if (isEnded) return;
    if (reader.done()) setTimeout(() => exchange.abort(null), lingerMs).unref();
    else exchange.abort(null);
  };
  const taken = (): string => {
    const [only] = waiting;
    const whole = waiting.length === 1 && only ? only : Buffer.concat(waiting);
    waiting = [];
    if (bytes > mostWaiting) exchange.resume();
    bytes = 0;
    return decoder.write(whole);
  };
  const next = (): IteratorResult<ProviderEvent[]> | null => {
    if (isOver) return { done: true, value: undefined };
    while (waiting.length > 0) {
      const value = reader.read(taken());
      if (reader.done()) {
        value.push(reader.end());
        leave();
      }
      if (value.length > 0) return { done: false, value };
    }
    if (failure !== null) throw failure;
    if (!isEnded) return null;
    isOver = true;
    return { done: false, value: [reader.end()] };
  };
  return {
    async next() {
      try {
        for (let result = next(); ; result = next()) {
          if (result) return result;
          // Not read at once: what one network read brings comes in many pieces.
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } catch (error) {
        leave();
        throw error;
      }
    },
    return() {
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

/** Hands on an answer with the status 200; any other becomes a failure once enough of its body has come. */
function receive(
  request: Parameters<typeof post>[0],
  signal: AbortSignal,
  on: { data(chunk: Buffer): void; end(): void; fail(error: unknown): void },
): Exchange {
  let refused: { status: number; headers: IncomingHttpHeaders; text: string } | null = null;
  let late: NodeJS.Timeout | undefined;
  const refuse = () => {
    clearTimeout(late);
    if (refused) on.fail(refusalOf(refused));
  };
  const exchange = post(request, signal, {
    start(status, headers) {
      if (status === 200) return;
      refused = { status, headers, text: '' };
      late = setTimeout(() => {
        exchange.abort(null);
        refuse();
      }, errorMs);
    },
    data(chunk) {
      if (!refused) return on.data(chunk);
      refused.text += chunk.toString('utf8');
      if (refused.text.length < mostErrorBytes) return;
      exchange.abort(null);
      refuse();
    },
    end: () => (refused ? refuse() : on.end()),
    fail(error) {
      if (refused && !signal.aborted) return refuse();
      clearTimeout(late);
      on.fail(error);
    },
  });
  return exchange;
}

/** What went wrong below HTTP, in our words. */
/** As some programs write what is no number, although no JSON can hold it. */
const noNumber = /[[:,]\s*-?(?:NaN|Infinity)\s*[\],}]/;
const noNumberSent = 'The provider sent a number that is none (NaN or infinite), which JSON cannot hold';

function failureOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ProviderFailure) return error;
  if (error instanceof SyntaxError)
    return new ProviderFailure('provider-error', 'The provider sent an answer that could not be read');
  const code = codeOf(error);
  const detail = `The connection to the provider failed${code === null ? '' : ` (${code})`}`;
  return new ProviderFailure('connection', detail, { transient: true });
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : null;
}

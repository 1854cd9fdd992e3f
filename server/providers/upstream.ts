import type { IncomingHttpHeaders } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { type Exchange, post } from './exchange.ts';
import { ProviderFailure } from './provider.ts';
import { refusalOf } from './refusal.ts';

/** How long an upstream may take to end a response that has said all it had to say, in milliseconds. */
const lingerMs = 1_000;
/** How much of an error's body is waited for, in bytes, and for how long, in milliseconds. */
const mostErrorBytes = 16_384;
const errorMs = 1_000;
/** Reads of a stream that wait for a slow reader before the upstream is slowed as well. */
const mostWaiting = 16;

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
   * Sends JSON and yields what comes, as text, network read by network read. A reader that stops early must not leave
   * the upstream talking to nobody: the request is ended, unless `isWhole` says that nothing more was to come; then the
   * connection is kept for the next one. Throws like `json`.
   */
  text(path: string, body: string, signal: AbortSignal, isWhole: () => boolean): AsyncGenerator<string>;
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
            const whole = chunks.length === 1 && only ? only : Buffer.concat(chunks);
            try {
              resolve(JSON.parse(whole.toString('utf8')));
            } catch (error) {
              reject(failureOf(error, signal));
            }
          },
          fail: (error) => reject(failureOf(error, signal)),
        });
      }),
    async *text(path, body, signal, isWhole) {
      // Not a TextDecoder: that one makes strings of two bytes a character, which are slower to read.
      const decoder = new StringDecoder('utf8');
      let waiting: string[] = [];
      let isEnded = false;
      let failure: unknown = null;
      let wake = () => {};
      const exchange = receive(request(path, body), signal, {
        data(chunk) {
          waiting.push(decoder.write(chunk));
          if (waiting.length === mostWaiting) exchange.pause();
          wake();
        },
        end() {
          isEnded = true;
          wake();
        },
        fail(error) {
          isEnded = true;
          failure = failureOf(error, signal);
          wake();
        },
      });
      try {
        while (true) {
          if (waiting.length > 0) {
            const taken = waiting;
            waiting = [];
            if (taken.length >= mostWaiting) exchange.resume();
            yield taken.length === 1 ? (taken[0] ?? '') : taken.join('');
          } else if (failure !== null) throw failure;
          else if (isEnded) return;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        if (!isEnded) leave(exchange, isWhole());
      }
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

function leave(exchange: Exchange, isWhole: boolean): void {
  if (isWhole) setTimeout(() => exchange.abort(null), lingerMs).unref();
  else exchange.abort(null);
}

/** What went wrong below HTTP, in our words. */
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

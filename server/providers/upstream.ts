import { Agent, type Dispatcher, request } from 'undici';
import { ProviderFailure } from './provider.ts';
import { refusalOf } from './refusal.ts';

/** Largest answer that is read, a stream included, in bytes. */
const mostBytes = 32 * 1024 * 1024;
const connectMs = 5_000;
/** How long an upstream may take to end a response that has said all it had to say. */
const lingerMs = 1_000;

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

/** The leanest path to an upstream that speaks JSON over HTTP. Redirects are not followed: they would carry the key elsewhere. */
export function openUpstream({ baseUrl, headers }: UpstreamOptions): Upstream {
  const [base = '', query] = baseUrl.split('?', 2).map((part) => part.replace(/\/$/, ''));
  const suffix = query === undefined ? '' : `?${query}`;
  const own = { 'content-type': 'application/json', ...headers };
  const post = async (path: string, body: string, signal: AbortSignal) => {
    const response = await request(base + path + suffix, {
      method: 'POST',
      headers: own,
      body,
      signal,
      dispatcher: pool,
    });
    if (response.statusCode !== 200) throw await refusalOf(response);
    return response;
  };
  return {
    async json(path, body, signal) {
      try {
        const response = await post(path, body, signal);
        return await response.body.json();
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
    async *text(path, body, signal, isWhole) {
      let response: Dispatcher.ResponseData | null = null;
      try {
        response = await post(path, body, signal);
        const decoder = new TextDecoder();
        const reads = response.body.iterator({ destroyOnReturn: false });
        for await (const bytes of reads) yield decoder.decode(bytes as Uint8Array, { stream: true });
      } catch (error) {
        throw failureOf(error, signal);
      } finally {
        if (response && !response.body.readableEnded) end(response.body, isWhole());
      }
    },
  };
}

function end(body: Dispatcher.ResponseData['body'], isWhole: boolean): void {
  // Ending a request is an error to the library, and nobody listens any more.
  body.on('error', () => {});
  if (!isWhole) body.destroy();
  else body.dump({ limit: 65_536, signal: AbortSignal.timeout(lingerMs) }).catch(() => {});
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

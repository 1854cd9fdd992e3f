import { Agent, type Dispatcher, request } from 'undici';
import { ProviderFailure } from './provider.ts';
import { refusalOf } from './refusal.ts';

/** Largest answer in one piece that is read, in bytes. */
const mostBytes = 32 * 1024 * 1024;
const connectMs = 5_000;

// Our own clocks bound a request, so the pool's are off; one pool for all, keyed by origin.
const pool = new Agent({
  connect: { timeout: connectMs },
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: 30_000,
  connections: 1_024,
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
  /** Sends JSON and yields what comes, as text, network read by network read. Throws like `json`. */
  text(path: string, body: string, signal: AbortSignal): AsyncGenerator<string>;
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
        return JSON.parse(await readWhole(response.body));
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
    async *text(path, body, signal) {
      let response: Dispatcher.ResponseData | null = null;
      try {
        response = await post(path, body, signal);
        const decoder = new TextDecoder();
        for await (const bytes of response.body) yield decoder.decode(bytes as Uint8Array, { stream: true });
      } catch (error) {
        throw failureOf(error, signal);
      } finally {
        // A reader that stops early must not leave the upstream talking to nobody.
        response?.body.destroy();
      }
    },
  };
}

async function readWhole(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new ProviderFailure('provider-error', `The answer has more than ${mostBytes / 2 ** 20} MB`);
    }
    chunks.push(chunk);
  }
  const [only] = chunks;
  return Buffer.from(chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString('utf8');
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

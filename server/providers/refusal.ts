import type { Dispatcher } from 'undici';
import { ProviderFailure } from './provider.ts';

/** How much of an error's body is looked at, in bytes. */
const mostBytes = 16_384;
const readMs = 1_000;

/** What a status other than 200 means. The upstream's own text is looked at for its code and never passed on. */
export async function refusalOf({
  statusCode,
  headers,
  body,
}: Dispatcher.ResponseData): Promise<ProviderFailure> {
  const code = codeIn(await startOf(body));
  const detail = `HTTP ${statusCode}${code === null ? '' : ` (${code})`}`;
  const retryAfterMs = retryAfter(headers);
  if (statusCode === 429)
    return new ProviderFailure('rate-limited', detail, { transient: true, retryAfterMs });
  if (statusCode === 401 || statusCode === 403) return new ProviderFailure('authentication', detail);
  if (statusCode === 413 || (code !== null && /context_length|too_long|max_tokens/.test(code)))
    return new ProviderFailure('context-too-long', detail);
  if (statusCode === 408 || statusCode === 409 || statusCode >= 500)
    return new ProviderFailure('provider-error', detail, { transient: true, retryAfterMs });
  if (statusCode >= 400) return new ProviderFailure('refused-request', detail);
  return new ProviderFailure('provider-error', detail);
}

/** Milliseconds where the provider says so, else seconds or a date. Anything else is no wish at all. */
function retryAfter(headers: Dispatcher.ResponseData['headers']): number | null {
  const exact = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (exact >= 0) return exact;
  const header = headers['retry-after'];
  if (typeof header !== 'string') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}

/** The machine's word for an error, where the body has one: `error.code`, else `error.type`. */
function codeIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; type?: unknown } };
    const word = error?.code ?? error?.type;
    return typeof word === 'string' && /^[a-z0-9_.-]{1,60}$/i.test(word) ? word : null;
  } catch {
    return null;
  }
}

/** The first bytes of a body that may be long, slow or broken. */
async function startOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  let text = '';
  const late = setTimeout(() => body.destroy(), readMs);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.length >= mostBytes) break;
    }
  } catch {
    // What has come is enough to name the failure.
  } finally {
    clearTimeout(late);
    body.destroy();
  }
  return text;
}

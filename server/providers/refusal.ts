import type { IncomingHttpHeaders } from 'node:http';
import { ProviderFailure } from './provider.ts';

/** What a status other than 200 means. The upstream's own text is looked at for its code and never passed on. */
export function refusalOf(refused: {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}): ProviderFailure {
  const { status, headers } = refused;
  const code = codeIn(refused.text);
  const detail = `HTTP ${status}${code === null ? '' : ` (${code})`}`;
  const retryAfterMs = retryAfter(headers);
  if (status === 429) return new ProviderFailure('rate-limited', detail, { transient: true, retryAfterMs });
  // 403 is no proof of a bad key: moderation and firewalls answer it to single prompts, which say nothing of others.
  if (status === 401) return new ProviderFailure('authentication', detail);
  if (status === 413 || (code !== null && /context_length|too_long|max_tokens/.test(code)))
    return new ProviderFailure('context-too-long', detail);
  if (status === 408 || status === 409 || status >= 500)
    return new ProviderFailure('provider-error', detail, { transient: true, retryAfterMs });
  if (status >= 400) return new ProviderFailure('refused-request', detail);
  return new ProviderFailure('provider-error', detail);
}

/** Milliseconds where the provider says so, else seconds or a date. Anything else is no wish at all. */
function retryAfter(headers: IncomingHttpHeaders): number | null {
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

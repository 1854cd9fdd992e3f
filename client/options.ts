import { hostname } from 'node:os';
import type { ClientOptions } from './client.ts';
import { ClientError } from './clientError.ts';

const defaultPollMs = 4_000;
const shortestPollMs = 250;
const longestPollMs = 3_600_000;

export interface ReadOptions {
  /** Without a slash at its end. */
  url: string;
  key: string;
  /** As long as the server takes it. */
  name: string;
  pollMs: number;
  fetch: typeof globalThis.fetch;
}

/**
 * Options as they may come from an untyped program and its environment.
 * @throws ClientError `invalid` for what no later moment can mend: an address or a key that is none.
 */
export function readOptions({ url, key, name, pollMs = defaultPollMs, fetch }: ClientOptions): ReadOptions {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new ClientError('invalid', `"${url}" is not an address such as http://localhost:4600`);
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key.trim()))
    throw new ClientError(
      'invalid',
      'There is no API key: set `key` to one with the scope "sync", for example from KNOWNGOOD_API_KEY',
    );
  return {
    url: url.replace(/\/+$/, ''),
    key: key.trim(),
    name: (name?.trim() || `${hostname()}:${process.pid}`).slice(0, 120),
    // A wait that is no number would be no wait.
    pollMs: Math.min(longestPollMs, Math.max(shortestPollMs, Number(pollMs) || defaultPollMs)),
    fetch: fetch ?? globalThis.fetch,
  };
}

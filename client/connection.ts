import { ClientError } from './clientError.ts';

/** How to reach the server. */
export interface Connection {
  /** The server's address, without a slash at its end. */
  url: string;
  key: string;
  fetch: typeof globalThis.fetch;
  /** Aborts when the client is closed. */
  closed: AbortSignal;
}

/**
 * One request with a timeout over all of it, body included, in milliseconds.
 * @throws ClientError when the server refuses or fails; what fetch throws when it cannot be reached.
 */
export async function request(
  { url, key, fetch, closed }: Connection,
  path: string,
  init: RequestInit,
  timeoutMs: number,
): Promise<Response> {
  const response = await fetch(url + path, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${key}` },
    signal: AbortSignal.any([closed, AbortSignal.timeout(timeoutMs)]),
  });
  if (response.ok || response.status === 304) return response;
  const text = (await response.text()).slice(0, 500);
  const refused = response.status === 401 || response.status === 403;
  throw new ClientError(
    refused ? 'unauthorized' : 'server',
    `${url}${path} answered ${response.status}: ${text}`,
  );
}

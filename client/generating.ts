import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { CallResponse } from '../shared/model/call.ts';
import type { Client } from './client.ts';
import type { Connection } from './connection.ts';

/** The longest deadline that a flag can have, and time for the way there and back, in milliseconds. */
const longestMs = 610_000;

/** AI calls through the server: the flag's own deadline bounds them, this timeout only a connection that hangs. */
export function createGenerate({ url, key, fetch, closed }: Connection): Client['generate'] {
  const trpc = createTRPCUntypedClient({
    links: [
      httpLink({
        url: `${url}/trpc`,
        headers: { authorization: `Bearer ${key}` },
        fetch: (address, init) => fetch(address as string | URL, init as RequestInit),
      }),
    ],
  });
  return async (request) => {
    const signal = AbortSignal.any([closed, AbortSignal.timeout(longestMs)]);
    return CallResponse.parse(await trpc.mutation('ai.generate', request, { signal }));
  };
}

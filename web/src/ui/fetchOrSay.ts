/** A request that was begun offline and failed never left this browser, and says so. Others fail as they do. */
export async function fetchOrSay(
  input: string | URL | Request,
  init?: { signal?: AbortSignal | null | undefined },
): Promise<Response> {
  const wasOffline = !navigator.onLine;
  try {
    return await fetch(input, init as RequestInit);
  } catch (error) {
    if (!wasOffline || init?.signal?.aborted) throw error;
    throw new TypeError('Not sent: this browser is offline. Try again when it is back.', { cause: error });
  }
}

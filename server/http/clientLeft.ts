import type { ServerResponse } from 'node:http';

/** Aborts when the client has gone before its answer was whole. */
export function clientLeft(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('The client has left'));
  });
  return controller.signal;
}

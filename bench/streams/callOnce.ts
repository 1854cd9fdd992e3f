import { request } from 'node:http';

/** What a caller saw of one stream. */
export interface Saw {
  id: string;
  /** `whole`: `[DONE]` came. `told`: an error event came. `left`: the caller went away. `refused`: an HTTP error. `cut`: the connection broke without a word. */
  end: 'whole' | 'told' | 'left' | 'refused' | 'cut';
  servedBy: string | null;
}

/** One streamed call; the caller leaves after so many milliseconds, or stays to the end. */
export function callOnce(
  target: { port: number; headers: Record<string, string>; body: string },
  id: string,
  leaveAfterMs: number | null,
): Promise<Saw> {
  return new Promise((resolve) => {
    let text = '';
    let servedBy: string | null = null;
    let hasLeft = false;
    const settle = (end: Saw['end']) => {
      clearTimeout(timer);
      resolve({ id, end, servedBy });
    };
    const asked = request(
      {
        host: '127.0.0.1',
        port: target.port,
        path: '/v1/chat/completions',
        method: 'POST',
        headers: { ...target.headers, 'content-type': 'application/json', 'knowngood-request-id': id },
      },
      (response) => {
        servedBy = String(response.headers['knowngood-served-by'] ?? '') || null;
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('close', () => {
          if (hasLeft) settle('left');
          else if (response.statusCode !== 200) settle('refused');
          else if (text.includes('data: [DONE]')) settle('whole');
          else settle(text.includes('"error":{') ? 'told' : 'cut');
        });
        response.on('error', () => {});
      },
    );
    asked.on('error', () => settle(hasLeft ? 'left' : 'cut'));
    asked.end(target.body);
    const timer =
      leaveAfterMs === null
        ? undefined
        : setTimeout(() => {
            hasLeft = true;
            asked.destroy();
          }, leaveAfterMs);
  });
}

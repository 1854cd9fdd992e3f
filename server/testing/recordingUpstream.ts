import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real upstream on a real socket that answers "ok" and keeps the bytes of each request's body. */
export async function startRecordingUpstream() {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push(body);
      const asked = JSON.parse(body.toString('utf8')) as { stream?: boolean };
      const head = { id: 'c', created: 1, model: 'm-1' };
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      if (asked.stream) {
        const chunk = { ...head, object: 'chat.completion.chunk' };
        const send = (data: object) => response.write(`data: ${JSON.stringify({ ...chunk, ...data })}\n\n`);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        send({ choices: [{ index: 0, delta: { content: 'ok' }, finish_reason: null }] });
        send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
        send({ choices: [], usage });
        response.end('data: [DONE]\n\n');
        return;
      }
      const message = { role: 'assistant', content: 'ok' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          ...head,
          object: 'chat.completion',
          usage,
          choices: [{ index: 0, message, finish_reason: 'stop' }],
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    /** The bodies since the last time of asking, as they came over the wire. */
    take: (): Buffer[] => bodies.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

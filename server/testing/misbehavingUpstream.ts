import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the upstream does with one request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm-1', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const whole = (content: string, finish: string | null = 'stop') => ({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm-1',
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
});

export const behaviours = {
  answers: (_request, response) => json(response, 200, whole('All is well.')),
  /** Accepts the request and never says anything. */
  silent: () => {},
  headersThenSilence: (_request, response) => {
    stream(response).flushHeaders();
  },
  oneTokenThenSilence: (_request, response) => {
    stream(response).write(chunk({ content: 'Half a' }));
  },
  oneTokenThenReset: (_request, response) => {
    stream(response).write(chunk({ content: 'Half a' }), () => response.destroy());
  },
  endsWithoutFinish: (_request, response) => {
    stream(response).write(chunk({ content: 'Half a' }));
    response.end();
  },
  serverError: (_request, response) =>
    json(response, 500, {
      error: { message: 'secret sk-12345 in an upstream message', type: 'server_error' },
    }),
  rateLimited: (_request, response) =>
    json(response, 429, { error: { message: 'slow down', type: 'rate_limit' } }),
  refused: (_request, response) =>
    json(response, 400, { error: { message: 'too long', code: 'context_length_exceeded' } }),
  empty: (_request, response) => json(response, 200, whole('   \n ')),
  noFinishReason: (_request, response) => json(response, 200, whole('Half an answer', null)),
  malformed: (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [{'),
  enormous: (_request, response) => json(response, 200, whole('x'.repeat(60_000))),
} satisfies Record<string, Behaviour>;

/** A real upstream on a real socket that does what it is told, and counts the connections left open. */
export async function startMisbehavingUpstream() {
  let behaviour: Behaviour = behaviours.answers;
  let requests = 0;
  let closed = 0;
  const server = createServer((request, response) => {
    requests++;
    response.once('close', () => closed++);
    request.resume();
    behaviour(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    behave(next: Behaviour) {
      behaviour = next;
    },
    /** Requests that the upstream is still busy with. */
    open: () => requests - closed,
    requests: () => requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

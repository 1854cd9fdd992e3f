import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request to the upstream asks for. */
interface Asked {
  stream: boolean;
  /** The body, as it came. */
  body: string;
}

/** What the upstream does with one request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, asked: Asked) => void;

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm-1', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const usageChunk = `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm-1', choices: [], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } })}\n\n`;
const done = 'data: [DONE]\n\n';
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const whole = (content: string, finish: string | null = 'stop') => ({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm-1',
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
});
const says =
  (content: string): Behaviour =>
  (_request, response, asked) => {
    if (!asked.stream) return void json(response, 200, whole(content));
    stream(response).write(chunk({ role: 'assistant', content: '' }));
    response.write(chunk({ content }));
    response.end(chunk({}, 'stop') + usageChunk + done);
  };
const refuses =
  (status: number, headers: Record<string, string> = {}, error: object = {}): Behaviour =>
  (_request, response) =>
    json(
      response,
      status,
      { error: { message: 'secret sk-12345 in an upstream message', ...error } },
      headers,
    );
/** Drips forever, a little at a time. */
const drips =
  (every: number, piece: string): Behaviour =>
  (_request, response) => {
    stream(response);
    const timer = setInterval(() => response.write(piece), every);
    response.once('close', () => clearInterval(timer));
  };

export const behaviours = {
  answers: says('All is well.'),
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
  endsWithoutFinish: (_request, response, asked) => {
    if (!asked.stream) return void json(response, 200, whole('Half a', null));
    stream(response).end(chunk({ content: 'Half a' }));
  },
  /** `[DONE]` alone is no finish reason. */
  doneWithoutFinish: (_request, response) => {
    stream(response).end(chunk({ content: 'Half a' }) + done);
  },
  keepAliveOnly: drips(20, ': still here\n\n'),
  slowDrip: drips(40, chunk({ content: 'and ' })),
  errorInBand: (_request, response, asked) => {
    const error = { error: { message: 'secret sk-12345', type: 'server_error', code: 'overloaded' } };
    if (!asked.stream) return void json(response, 200, error);
    stream(response).end(`data: ${JSON.stringify(error)}\n\n`);
  },
  errorAfterContent: (_request, response) => {
    const error = { error: { message: 'secret sk-12345', type: 'server_error' } };
    stream(response).write(chunk({ content: 'Half a' }));
    setTimeout(() => response.end(`data: ${JSON.stringify(error)}\n\n`), 40);
  },
  serverError: refuses(500, {}, { type: 'server_error' }),
  unavailable: refuses(503),
  overloaded: refuses(529, {}, { type: 'overloaded_error' }),
  rateLimited: refuses(429, {}, { type: 'rate_limit' }),
  rateLimitedForAMoment: refuses(429, { 'retry-after-ms': '50' }, { type: 'rate_limit' }),
  rateLimitedForAnHour: refuses(429, { 'retry-after': '3600' }, { type: 'rate_limit' }),
  unauthorised: refuses(401, {}, { code: 'invalid_api_key' }),
  forbidden: refuses(403, {}, { code: 'moderation' }),
  contextTooLong: refuses(400, {}, { code: 'context_length_exceeded' }),
  refused: refuses(400, {}, { code: 'invalid_value' }),
  redirects: (_request, response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end(),
  empty: says('   \n '),
  noFinishReason: (_request, response) => json(response, 200, whole('Half an answer', null)),
  malformed: (_request, response, asked) => {
    if (!asked.stream)
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>');
    stream(response).end('data: {not json}\n\n');
  },
  truncated: (_request, response, asked) => {
    if (!asked.stream)
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [{');
    stream(response).end(`data: ${JSON.stringify(whole('x')).slice(0, 40)}\n\n`);
  },
  /** Closes before the promised length is there. */
  cutShort: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4000' });
    response.write('{"choices": [', () => response.destroy());
  },
  enormous: says('x'.repeat(60_000)),
  notTheSchema: says('{"colour": 7}'),
  theSchema: says('{"colour": "green"}'),
  answersTwice: (_request, response, asked) => {
    const body = JSON.stringify(whole('Once.'));
    if (!asked.stream)
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(body + body);
    stream(response).end(
      chunk({ content: 'Once.' }) +
        chunk({}, 'stop') +
        done +
        chunk({ content: 'Twice.' }) +
        chunk({}, 'stop') +
        done,
    );
  },
  addsAfterFinish: (_request, response) => {
    stream(response).end(
      chunk({ content: 'Once.' }) + chunk({}, 'stop') + chunk({ content: 'Twice.' }) + usageChunk + done,
    );
  },
  reasonsFirst: (_request, response) => {
    stream(response);
    let left = 6;
    const timer = setInterval(() => {
      if (left-- > 0) return void response.write(chunk({ reasoning_content: 'hm' }));
      clearInterval(timer);
      response.end(chunk({ content: 'Thought over.' }) + chunk({}, 'stop') + usageChunk + done);
    }, 60);
    response.once('close', () => clearInterval(timer));
  },
  asksForTool: (_request, response, asked) => {
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: 'weather', arguments: '{"city":"Bern"}' },
    };
    if (!asked.stream) {
      const answer = whole('', 'tool_calls');
      return void json(response, 200, {
        ...answer,
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: null, tool_calls: [call] },
            finish_reason: 'tool_calls',
          },
        ],
      });
    }
    const piece = (fields: object) => chunk({ tool_calls: [{ index: 0, ...fields }] });
    stream(response).write(
      piece({ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }),
    );
    response.write(piece({ function: { arguments: '{"city":' } }));
    response.end(piece({ function: { arguments: '"Bern"}' } }) + chunk({}, 'tool_calls') + usageChunk + done);
  },
} satisfies Record<string, Behaviour>;

/** A real upstream on a real socket that does what it is told, and counts the connections left open. */
export async function startMisbehavingUpstream(initial: Behaviour = behaviours.answers) {
  let behaviour = initial;
  let requests = 0;
  let closed = 0;
  let last: Asked | null = null;
  const server = createServer((request, response) => {
    requests++;
    response.once('close', () => closed++);
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (text: string) => {
        body += text;
      })
      .on('end', () => {
        last = { stream: body.includes('"stream":true'), body };
        behaviour(request, response, last);
      });
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
    /** What was asked last. */
    last: () => last,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type MisbehavingUpstream = Awaited<ReturnType<typeof startMisbehavingUpstream>>;

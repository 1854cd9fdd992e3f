import { once } from 'node:events';
import type { Response } from 'express';
import type { CallResponse, FinishReason } from '../../shared/model/call.ts';
import type { StreamStart } from '../../shared/model/stream.ts';
import type { StreamSink } from '../calls/pipe.ts';
import { openAiError } from './openaiErrors.ts';

/** How long a broken stream may take to reach its reader before the connection is cut, in milliseconds. */
const farewellMs = 5_000;

/** What answered, as headers; a stream has them with its first content. */
const servedHeaders = (answer: CallResponse | StreamStart): Record<string, string> => ({
  'knowngood-request-id': answer.requestId,
  'knowngood-variant': answer.variant,
  'knowngood-unit': answer.unit ?? 'none',
  'knowngood-reason': answer.reason,
  'knowngood-revision': String(answer.revision),
  'knowngood-served-by': answer.servedBy,
  'knowngood-simulated': String(answer.simulated),
  ...(answer.fallbackReason ? { 'knowngood-fallback-reason': answer.fallbackReason } : {}),
  ...(answer.conversation?.move ? { 'knowngood-conversation-moved': answer.conversation.move.why } : {}),
});

const finishWords: Record<FinishReason, string> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};
const finishOf = (reason: FinishReason | null): string => finishWords[reason ?? 'stop'];

const nowInSeconds = () => Math.floor(Date.now() / 1000);

const usageOf = ({ tokens }: CallResponse) =>
  tokens && {
    prompt_tokens: tokens.input,
    completion_tokens: tokens.output,
    total_tokens: tokens.input + tokens.output,
    prompt_tokens_details: { cached_tokens: tokens.cachedInput },
    completion_tokens_details: { reasoning_tokens: tokens.reasoning },
  };

const json = 'application/json; charset=utf-8';

/** An answer in one piece. */
export function sendAnswer(response: Response, answer: CallResponse): void {
  if (answer.status !== 'ok') {
    const { brokenBy, fallbackReason } = answer;
    const message = 'No unit could answer, and neither could the static answer';
    response
      .status(503)
      .set(servedHeaders(answer))
      .json(openAiError(message, 'server_error', brokenBy ?? fallbackReason));
    return;
  }
  const { output, refusal, toolCalls } = answer;
  const message = {
    role: 'assistant',
    content: refusal || (output === '' && toolCalls.length > 0) ? null : output,
    refusal: refusal ? output : null,
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls.map(wireToolCall) } : {}),
  };
  const usage = usageOf(answer);
  const body = JSON.stringify({
    id: `chatcmpl-${answer.requestId}`,
    object: 'chat.completion',
    created: nowInSeconds(),
    model: answer.model ?? 'static',
    choices: [{ index: 0, message, finish_reason: finishOf(answer.finishReason), logprobs: null }],
    ...(usage ? { usage } : {}),
  });
  // Without Express's own: it hashes every body for an ETag that no caller of a POST can use.
  response.writeHead(200, {
    ...servedHeaders(answer),
    'content-type': json,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

const wireToolCall = ({ id, name, arguments: given }: CallResponse['toolCalls'][number]) => ({
  id,
  type: 'function',
  function: { name, arguments: given },
});

/** A stream on OpenAI's wire: how it is begun, written to and ended. */
export interface WireStream extends StreamSink {
  /** Ends it. An answer that is not whole says so in-band, and never with `[DONE]`. */
  finish(answer: CallResponse, includeUsage: boolean): void;
}

/** Writes a streamed answer. Headers go out with the first content: until then a fallback is invisible. */
export function streamTo(response: Response): WireStream {
  // What every chunk begins with, written out once.
  let head = '';
  /** The headers of a stream that has begun and of which nothing has gone out. */
  let headers: Record<string, string> | null = null;
  let isStarted = false;
  const chunk = (delta: string, finishReason: string | null = null): string =>
    `${head}"choices":[{"index":0,"delta":${delta},"finish_reason":${finishReason === null ? 'null' : `"${finishReason}"`}}]}\n\n`;
  // What comes in one turn of the event loop goes out in one write: each write is a system call.
  let waiting = '';
  const sendHead = (more: Record<string, string | number> = {}) => {
    if (headers) response.writeHead(200, { ...headers, ...more });
    headers = null;
  };
  const flush = () => {
    if (waiting === '' || response.writableEnded || response.destroyed) return;
    sendHead();
    response.write(waiting);
    waiting = '';
  };
  const write = (text: string): void | Promise<void> => {
    if (waiting === '') process.nextTick(flush);
    waiting += text;
    // A slow reader slows the upstream instead of filling our memory.
    if (!response.writableNeedDrain || response.destroyed) return undefined;
    return Promise.race([once(response, 'drain'), once(response, 'close')]).then(() => undefined);
  };
  const end = (last: string) => {
    const rest = waiting + last;
    waiting = '';
    // What is over before its first byte has gone out needs no chunks on the wire.
    sendHead({ 'content-length': Buffer.byteLength(rest) });
    response.end(rest);
  };
  return {
    start(start) {
      const { requestId, model } = start;
      const common = {
        id: `chatcmpl-${requestId}`,
        object: 'chat.completion.chunk',
        created: nowInSeconds(),
        model,
      };
      head = `data: ${JSON.stringify(common).slice(0, -1)},`;
      isStarted = true;
      headers = {
        ...servedHeaders(start),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      };
      void write(chunk('{"role":"assistant","content":""}'));
    },
    text: (text) => write(chunk(`{"content":${JSON.stringify(text)}}`)),
    toolCalls: (pieces) =>
      write(
        chunk(
          JSON.stringify({
            tool_calls: pieces.map(({ index, id, name, arguments: given }) => ({
              index,
              ...(id === undefined ? {} : { id, type: 'function' }),
              function: { ...(name === undefined ? {} : { name }), arguments: given },
            })),
          }),
        ),
      ),
    finish(answer, includeUsage) {
      if (!isStarted) {
        sendAnswer(response, answer);
        return;
      }
      if (answer.status !== 'ok') {
        const isInvalid = answer.brokenBy === 'invalid-output';
        const message = isInvalid
          ? 'The answer does not fit its schema'
          : 'The answer broke off before it was whole';
        const error = openAiError(message, 'server_error', isInvalid ? 'output_invalid' : 'incomplete');
        end(`data: ${JSON.stringify(error)}\n\n`);
        setTimeout(() => response.destroy(), farewellMs).unref();
        return;
      }
      const { status, reason, servedBy, fallbackReason, latencyMs, costUsd, simulated, conversation } =
        answer;
      const knowngood = {
        status,
        reason,
        servedBy,
        fallbackReason,
        latencyMs,
        costUsd,
        simulated,
        conversation,
      };
      const usage = includeUsage ? usageOf(answer) : null;
      const last = `${head}"choices":[{"index":0,"delta":{},"finish_reason":"${finishOf(answer.finishReason)}"}],"knowngood":${JSON.stringify(knowngood)}}\n\n`;
      const counted = usage ? `${head}"choices":[],"usage":${JSON.stringify(usage)}}\n\n` : '';
      end(`${last}${counted}data: [DONE]\n\n`);
    },
  };
}

import { once } from 'node:events';
import type { Response } from 'express';
import type { CallResponse, FinishReason } from '../../shared/model/call.ts';
import type { StreamSink, StreamStart } from '../calls/pipe.ts';
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
});

const finishOf = (reason: FinishReason | null): string =>
  reason === 'content-filter' ? 'content_filter' : (reason ?? 'stop');

const envelope = (id: string, model: string | null, object: string) => ({
  id: `chatcmpl-${id}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model: model ?? 'static',
});

const usageOf = ({ tokens }: CallResponse) =>
  tokens && {
    prompt_tokens: tokens.input,
    completion_tokens: tokens.output,
    total_tokens: tokens.input + tokens.output,
    prompt_tokens_details: { cached_tokens: tokens.cachedInput },
    completion_tokens_details: { reasoning_tokens: tokens.reasoning },
  };

/** An answer in one piece. */
export function sendAnswer(response: Response, answer: CallResponse): void {
  response.set(servedHeaders(answer));
  if (answer.status !== 'ok') {
    response
      .status(503)
      .json(
        openAiError(
          'No unit could answer, and neither could the static answer',
          'server_error',
          answer.fallbackReason,
        ),
      );
    return;
  }
  const message = { role: 'assistant', content: answer.output, refusal: null };
  const usage = usageOf(answer);
  response.json({
    ...envelope(answer.requestId, answer.model, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: finishOf(answer.finishReason), logprobs: null }],
    ...(usage ? { usage } : {}),
  });
}

const write = (response: Response, body: object): boolean =>
  response.write(`data: ${JSON.stringify(body)}\n\n`);

const chunk = (id: string, model: string | null, delta: object, finishReason: string | null = null) => ({
  ...envelope(id, model, 'chat.completion.chunk'),
  choices: [{ index: 0, delta, finish_reason: finishReason }],
});

/** Writes a streamed answer. Headers go out with the first content: until then a fallback is invisible. */
export function streamTo(response: Response): StreamSink {
  let id = '';
  let model: string | null = null;
  return {
    start(start) {
      id = start.requestId;
      model = start.model;
      response.status(200).set({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        ...servedHeaders(start),
      });
      response.flushHeaders();
      write(response, chunk(id, model, { role: 'assistant', content: '' }));
    },
    async text(text) {
      // A slow reader slows the upstream instead of filling our memory.
      if (!write(response, chunk(id, model, { content: text })) && !response.destroyed) {
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
    },
  };
}

/** Ends a stream: an answer that is not whole says so in-band, and never with `[DONE]`. */
export function finishStream(response: Response, answer: CallResponse, includeUsage: boolean): void {
  if (!response.headersSent) {
    sendAnswer(response, answer);
    return;
  }
  if (answer.status !== 'ok') {
    write(response, openAiError('The answer broke off before it was whole', 'server_error', 'incomplete'));
    response.end();
    setTimeout(() => response.destroy(), farewellMs).unref();
    return;
  }
  const { requestId, model, status, reason, servedBy, fallbackReason, latencyMs, costUsd, simulated } =
    answer;
  const knowngood = { status, reason, servedBy, fallbackReason, latencyMs, costUsd, simulated };
  write(response, { ...chunk(requestId, model, {}, finishOf(answer.finishReason)), knowngood });
  const usage = usageOf(answer);
  if (includeUsage && usage) write(response, { ...chunk(requestId, model, {}), choices: [], usage });
  response.end('data: [DONE]\n\n');
}

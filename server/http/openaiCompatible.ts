import { once } from 'node:events';
import express, { type Request, type Response, Router } from 'express';
import type { CallResponse } from '../../shared/model/call.ts';
import { requireAccess } from '../auth/access.ts';
import { handleCall } from '../calls/handleCall.ts';
import type { StreamSink } from '../calls/pipe.ts';
import type { Dependencies } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { clientLeft } from './clientLeft.ts';
import { openAiError, sendOpenAiError } from './openaiErrors.ts';
import { type ChatRequest, readChatRequest } from './readChatRequest.ts';

/** Largest request body, in bytes: a long document fits, a flood does not. */
const bodyLimit = '8mb';

/** The surface that speaks OpenAI's wire format; `model` names a flag. Plain Express: this is the hot path. */
export function openAiCompatible(dependencies: Dependencies): Router {
  const routes = Router();
  const callerOf = async (request: Request) => {
    const { authorization } = request.headers;
    const principal = authorization ? await dependencies.serviceKeys.principalOf(authorization) : null;
    const found = requireAccess(principal, { scope: 'call' });
    if (found.kind !== 'key') throw new KnowngoodError('FORBIDDEN', 'This surface takes API keys');
    return { environment: found.environment, surface: 'openai' as const };
  };

  routes.get('/models', async (request, response) => {
    try {
      const { environment } = await callerOf(request);
      const flags = [...dependencies.configuration.snapshot(environment).flags.values()];
      response.json({
        object: 'list',
        data: flags.map((flag) => ({ id: flag.key, object: 'model', created: 0, owned_by: 'knowngood' })),
      });
    } catch (error) {
      sendOpenAiError(response, error, dependencies.log);
    }
  });

  // The key is checked before the body is read, so that a stranger cannot make the server parse megabytes.
  routes.post(
    '/chat/completions',
    async (request, response, next) => {
      try {
        response.locals.caller = await callerOf(request);
        next();
      } catch (error) {
        sendOpenAiError(response, error, dependencies.log);
      }
    },
    express.json({ limit: bodyLimit }),
    async (request: Request, response: Response) => {
      const left = clientLeft(response);
      try {
        const chat = readChatRequest(request.body, request.headers);
        const caller = response.locals.caller as Awaited<ReturnType<typeof callerOf>>;
        const call = { ...chat.call, id: chat.call.id ?? dependencies.pipe.newId() };
        const revision = dependencies.configuration.snapshot(caller.environment).revision;
        const sink = chat.stream ? streamTo(response, call.id, revision) : null;
        const answer = await handleCall(dependencies.pipe, caller, call, { callerLeft: left, sink });
        if (left.aborted) return;
        if (sink) finishStream(response, answer, chat);
        else sendAnswer(response, answer);
      } catch (error) {
        if (left.aborted) return;
        if (!response.headersSent) sendOpenAiError(response, error, dependencies.log);
        else response.destroy();
      }
    },
  );
  return routes;
}

const servedHeaders = (answer: CallResponse): Record<string, string> => ({
  'knowngood-request-id': answer.requestId,
  'knowngood-variant': answer.variant,
  'knowngood-unit': answer.unit ?? 'none',
  'knowngood-reason': answer.reason,
  'knowngood-revision': String(answer.revision),
  'knowngood-served-by': answer.servedBy,
  'knowngood-simulated': String(answer.simulated),
});

const usageOf = ({ tokens }: CallResponse) =>
  tokens && {
    prompt_tokens: tokens.input,
    completion_tokens: tokens.output,
    total_tokens: tokens.input + tokens.output,
    prompt_tokens_details: { cached_tokens: tokens.cachedInput },
    completion_tokens_details: { reasoning_tokens: tokens.reasoning },
  };

function sendAnswer(response: Response, answer: CallResponse): void {
  response.set(servedHeaders(answer));
  if (answer.status !== 'ok') {
    response
      .status(503)
      .json(
        openAiError(
          'No unit could answer, and the flag has no static answer that could',
          'server_error',
          answer.fallbackReason,
        ),
      );
    return;
  }
  const usage = usageOf(answer);
  response.json({
    ...envelope(answer.requestId, answer.model ?? 'static', 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.output, refusal: null },
        finish_reason: 'stop',
        logprobs: null,
      },
    ],
    ...(usage ? { usage } : {}),
  });
}

const envelope = (id: string, model: string, object: string) => ({
  id: `chatcmpl-${id}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model,
});

/** Writes a streamed answer. Headers go out with the first content: until then a fallback is invisible. */
function streamTo(
  response: Response,
  id: string,
  revision: number,
): StreamSink & { send(choices: unknown[], extra?: object): boolean } {
  let model = 'static';
  const send = (choices: unknown[], extra: object = {}): boolean =>
    response.write(
      `data: ${JSON.stringify({ ...envelope(id, model, 'chat.completion.chunk'), choices, ...extra })}\n\n`,
    );
  return {
    send,
    start(served) {
      model = served.model;
      response.status(200).set({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        'knowngood-request-id': id,
        'knowngood-variant': served.variant,
        'knowngood-unit': served.unit ?? 'none',
        'knowngood-revision': String(revision),
      });
      response.flushHeaders();
      send([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]);
    },
    async text(text) {
      // A slow reader slows the upstream instead of filling our memory.
      if (!send([{ index: 0, delta: { content: text }, finish_reason: null }]) && !response.destroyed) {
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
    },
  };
}

/** Ends a stream: an answer that is not whole says so in-band, and never with `[DONE]`. */
function finishStream(response: Response, answer: CallResponse, { includeUsage }: ChatRequest): void {
  if (answer.status !== 'ok' && !response.headersSent) {
    sendAnswer(response, answer);
    return;
  }
  const model = answer.model ?? 'static';
  const write = (body: object) => response.write(`data: ${JSON.stringify(body)}\n\n`);
  if (answer.status !== 'ok') {
    write(openAiError('The answer broke off: the model stopped in the middle', 'server_error', 'incomplete'));
    response.end();
    return;
  }
  const chunk = envelope(answer.requestId, model, 'chat.completion.chunk');
  const { reason, servedBy, fallbackReason, latencyMs, costUsd, simulated, status } = answer;
  write({
    ...chunk,
    choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    knowngood: { status, reason, servedBy, fallbackReason, latencyMs, costUsd, simulated },
  });
  const usage = usageOf(answer);
  if (includeUsage && usage) write({ ...chunk, choices: [], usage });
  response.end('data: [DONE]\n\n');
}

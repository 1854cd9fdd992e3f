import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import { loadTokenizer } from '../providers/tokenizer.ts';
import { ChatRequest } from './chatRequest.ts';
import { complete } from './complete.ts';
import { CONTEXT_TOKENS, type SimulatedModel } from './models.ts';
import { drawLatency, seededRandom, seedFrom } from './random.ts';
import { sendError, sendInvalid, sendUnknownModel } from './wireErrors.ts';
import { finishStream, openStream, type Reply, sendWhole, writeDelta } from './wireReplies.ts';

/** What became of one call that named a simulated model. */
export type SimulatedCall = {
  model: string;
  outcome: 'answered' | 'refused' | 'failed' | 'limited' | 'cancelled';
  /** Content deltas written to a stream; 0 for a unary call. */
  deltas: number;
};

/** POST /v1/chat/completions. `record` is told once what became of each call. */
export function createChatRoute(
  models: ReadonlyMap<string, SimulatedModel>,
  record: (call: SimulatedCall) => void,
): RequestHandler {
  let calls = 0;
  return async (req, res) => {
    const request = ChatRequest.safeParse(req.body);
    if (!request.success) return sendInvalid(res, request.error);
    const model = models.get(request.data.model);
    if (model === undefined) return sendUnknownModel(res, request.data.model);
    const call: SimulatedCall = { model: model.id, outcome: 'cancelled', deltas: 0 };
    const signal = whenClientLeaves(res);
    // The counter makes luck vary from call to call, and repeat from one process to the next.
    const random = seededRandom(seedFrom(`${model.id}:${calls++}`));
    try {
      await serve({ request: request.data, model, random, signal, res, call });
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    } finally {
      record(call);
    }
  };
}

type Serving = {
  request: ChatRequest;
  model: SimulatedModel;
  random: () => number;
  signal: AbortSignal;
  res: Response;
  call: SimulatedCall;
};

async function serve({ request, model, random, signal, res, call }: Serving): Promise<void> {
  const { dials } = model;
  const started = performance.now();
  const isLimited = random() < dials.rateLimitRate;
  const isFailing = random() < dials.errorRate;
  const firstToken = started + drawLatency(random, dials.latencyMs);
  if (isLimited) {
    call.outcome = 'limited';
    return sendLimited(res);
  }
  if (isFailing) {
    await waitUntil(firstToken, signal);
    call.outcome = 'failed';
    return sendFailure(res);
  }
  const completion = complete(request, dials, await loadTokenizer());
  if ('tooLong' in completion) {
    call.outcome = 'failed';
    return sendTooLong(res, completion.tooLong);
  }
  const reply: Reply = {
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    model: model.id,
    reportsUsage: request.stream_options?.include_usage === true,
    completion,
  };
  if (request.stream === true)
    await stream(reply, { firstToken, perTokenMs: dials.perTokenMs, signal, res, call });
  else {
    await waitUntil(firstToken + completion.usage.completion_tokens * dials.perTokenMs, signal);
    sendWhole(res, reply);
  }
  call.outcome = completion.refused ? 'refused' : 'answered';
}

type Streaming = Pick<Serving, 'signal' | 'res' | 'call'> & { firstToken: number; perTokenMs: number };

async function stream(reply: Reply, { firstToken, perTokenMs, signal, res, call }: Streaming): Promise<void> {
  let tokens = 0;
  await waitUntil(firstToken, signal);
  openStream(res, reply);
  for (const piece of reply.completion.pieces) {
    await waitUntil(firstToken + tokens * perTokenMs, signal);
    writeDelta(res, reply, piece.text);
    tokens += piece.tokens;
    call.deltas++;
  }
  finishStream(res, reply);
}

/** Aborts when the connection closes, which also happens, harmlessly, after a finished response. */
function whenClientLeaves(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  return controller.signal;
}

async function waitUntil(due: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const left = due - performance.now();
  if (left >= 1) await setTimeout(left, undefined, { signal });
}

function sendLimited(res: Response): void {
  const message = 'Rate limit reached (simulated). Please try again in 1s.';
  res.setHeader('retry-after', '1');
  sendError(res, 429, { message, type: 'requests', param: null, code: 'rate_limit_exceeded' });
}

function sendFailure(res: Response): void {
  const message = 'The server had an error while processing your request (simulated).';
  sendError(res, 500, { message, type: 'server_error', param: null, code: null });
}

function sendTooLong(res: Response, tokens: number): void {
  const message = `This model's maximum context length is ${CONTEXT_TOKENS} tokens, but the messages have ${tokens}.`;
  const error = {
    message,
    type: 'invalid_request_error',
    param: 'messages',
    code: 'context_length_exceeded',
  };
  sendError(res, 400, error);
}

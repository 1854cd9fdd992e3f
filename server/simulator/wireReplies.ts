import type { Response } from 'express';
import type { Completion } from './complete.ts';

/** One answer with the fields that every chunk of it repeats. */
export type Reply = {
  id: string;
  created: number;
  model: string;
  /** Whether a stream ends with a usage chunk, as `stream_options.include_usage` asks. */
  reportsUsage: boolean;
  completion: Completion;
};

/** Sends a unary `chat.completion`. */
export function sendWhole(res: Response, reply: Reply): void {
  const { field, pieces, finishReason, usage } = reply.completion;
  const text = pieces.map((piece) => piece.text).join('');
  const message = { role: 'assistant', content: null, refusal: null, annotations: [], [field]: text };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReason };
  res.json({ ...envelope(reply, 'chat.completion'), choices: [choice], usage });
}

/** Starts the event stream with the role delta. */
export function openStream(res: Response, reply: Reply): void {
  res.status(200).set({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  const content = reply.completion.field === 'content' ? '' : null;
  writeChoice(res, reply, { role: 'assistant', content, refusal: null }, null);
}

/** Writes the next words. An answer is a few kilobytes at most, so the socket's buffer can take it all. */
export function writeDelta(res: Response, reply: Reply, text: string): void {
  writeChoice(res, reply, { [reply.completion.field]: text }, null);
}

/** Writes the finish reason, the usage if it was asked for, and the end of the stream. */
export function finishStream(res: Response, reply: Reply): void {
  writeChoice(res, reply, {}, reply.completion.finishReason);
  if (reply.reportsUsage) {
    writeEvent(res, {
      ...envelope(reply, 'chat.completion.chunk'),
      choices: [],
      usage: reply.completion.usage,
    });
  }
  res.end('data: [DONE]\n\n');
}

function writeChoice(res: Response, reply: Reply, delta: object, finishReason: string | null): void {
  const choice = { index: 0, delta, logprobs: null, finish_reason: finishReason };
  const usage = reply.reportsUsage ? { usage: null } : {};
  writeEvent(res, { ...envelope(reply, 'chat.completion.chunk'), choices: [choice], ...usage });
}

function writeEvent(res: Response, event: object): void {
  res.write(`data: ${JSON.stringify(event)}\n\n`);
}

function envelope({ id, created, model }: Reply, object: string) {
  return { id, object, created, model, service_tier: 'default', system_fingerprint: 'simulator' };
}

import type { CallResponse, FallbackReason } from './call.ts';

/** A piece of a tool call, as a stream brings it: id and name first, then the arguments bit by bit. */
export interface ToolCallPiece {
  index: number;
  id?: string;
  name?: string;
  arguments: string;
}

/** What is known of an answer once its first content is there. */
export type StreamStart = Pick<
  CallResponse,
  | 'requestId'
  | 'variant'
  | 'unit'
  | 'servedBy'
  | 'fallbackReason'
  | 'reason'
  | 'revision'
  | 'simulated'
  | 'conversation'
> & { model: string };

/**
 * What a streamed call yields, in this order: one `meta` with the first content, any number of `delta` and
 * `tool-calls`, and at the end one `done`, or one `error` for an answer that is not whole. What is known only at the
 * end (outcome, tokens, cost) is in the last event.
 */
export type StreamEvent =
  | ({ type: 'meta' } & StreamStart)
  | { type: 'delta'; text: string }
  | { type: 'tool-calls'; pieces: ToolCallPiece[] }
  | { type: 'done'; answer: CallResponse }
  | { type: 'error'; reason: FallbackReason | null; message: string; answer: CallResponse };

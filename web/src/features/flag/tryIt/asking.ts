import type { CallResponse } from '../../../../../shared/model/call.ts';
import type { ToolCall } from '../../../../../shared/model/content.ts';
import type { StreamEvent, StreamStart } from '../../../../../shared/model/stream.ts';

/** A question on its way, and what has come back so far. */
export interface Asking {
  /** `broken`: the answer is not whole, and says why. `failed`: the server did not take the question. */
  state: 'waiting' | 'streaming' | 'done' | 'broken' | 'stopped' | 'failed';
  start: StreamStart | null;
  text: string;
  toolCalls: ToolCall[];
  answer: CallResponse | null;
  /** What a broken answer says of itself. */
  message: string | null;
  error: unknown;
}

export const asked: Asking = {
  state: 'waiting',
  start: null,
  text: '',
  toolCalls: [],
  answer: null,
  message: null,
  error: null,
};

/** What is known after one more event. */
export function after(asking: Asking, event: StreamEvent): Asking {
  switch (event.type) {
    case 'meta': {
      const { type: _type, ...start } = event;
      return { ...asking, state: 'streaming', start };
    }
    case 'delta':
      return { ...asking, state: 'streaming', text: asking.text + event.text };
    case 'tool-calls':
      return { ...asking, state: 'streaming', toolCalls: withPieces(asking.toolCalls, event.pieces) };
    case 'done':
      return whole({ ...asking, state: 'done' }, event.answer);
    case 'error':
      return whole({ ...asking, state: 'broken', message: event.message }, event.answer);
  }
}

/** The whole answer stands for its pieces, where it brought any. */
const whole = (asking: Asking, answer: CallResponse): Asking => ({
  ...asking,
  answer,
  text: answer.output === '' ? asking.text : answer.output,
  toolCalls: answer.toolCalls.length > 0 ? answer.toolCalls : asking.toolCalls,
});

type Pieces = Extract<StreamEvent, { type: 'tool-calls' }>['pieces'];

/** Ids and names come first, then the arguments bit by bit. */
function withPieces(calls: readonly ToolCall[], pieces: Pieces): ToolCall[] {
  const next = [...calls];
  for (const piece of pieces) {
    const known = next[piece.index] ?? { id: '', name: '', arguments: '' };
    next[piece.index] = {
      id: piece.id ?? known.id,
      name: piece.name ?? known.name,
      arguments: known.arguments + piece.arguments,
    };
  }
  return next;
}

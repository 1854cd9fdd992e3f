import type { CallRequest } from '../../shared/model/call.ts';
import type { StreamEvent } from '../../shared/model/stream.ts';
import { handleCall } from './handleCall.ts';
import type { Caller, Pipe } from './pipe.ts';

/**
 * A call as an async iteration of typed events, for TypeScript callers. Whoever stops iterating ends the call and the
 * upstream's request. A reader who is slower than the upstream slows that down: at most one event waits.
 * @throws KnowngoodError as `handleCall`, with the first event that is asked for.
 */
export async function* streamCall(
  pipe: Pipe,
  caller: Caller,
  request: CallRequest,
  callerLeft: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const stopped = new AbortController();
  const leave = () => stopped.abort(callerLeft.reason);
  if (callerLeft.aborted) leave();
  callerLeft.addEventListener('abort', leave, { once: true });
  const channel = createChannel<StreamEvent>();
  const call = handleCall(pipe, caller, request, {
    callerLeft: stopped.signal,
    sink: {
      start: (start) => void channel.send({ type: 'meta', ...start }),
      text: (text) => channel.send({ type: 'delta', text }),
      toolCalls: (pieces) => channel.send({ type: 'tool-calls', pieces: [...pieces] }),
    },
  });
  call.then(channel.end, channel.end);
  try {
    yield* channel.events();
    const answer = await call;
    if (answer.status === 'ok') yield { type: 'done', answer };
    else
      yield {
        type: 'error',
        reason: answer.brokenBy ?? answer.fallbackReason,
        message:
          answer.status === 'incomplete'
            ? 'The answer broke off before it was whole'
            : 'No unit could answer, and neither could the static answer',
        answer,
      };
  } finally {
    callerLeft.removeEventListener('abort', leave);
    stopped.abort(new Error('The caller stopped reading'));
  }
}

/** Hands events from a writer to a reader, who may come later. */
function createChannel<Event>() {
  const waiting: Event[] = [];
  let isEnded = false;
  let wakeReader = () => {};
  let wakeWriter = () => {};
  return {
    /** Settles when the reader has taken what was waiting. */
    send(event: Event): void | Promise<void> {
      waiting.push(event);
      wakeReader();
      if (waiting.length <= 1) return undefined;
      return new Promise((resolve) => {
        wakeWriter = resolve;
      });
    },
    end() {
      isEnded = true;
      wakeReader();
    },
    async *events(): AsyncGenerator<Event, void> {
      while (true) {
        const next = waiting.shift();
        if (next !== undefined) {
          if (waiting.length === 0) wakeWriter();
          yield next;
        } else if (isEnded) return;
        else
          await new Promise<void>((resolve) => {
            wakeReader = resolve;
          });
      }
    },
  };
}

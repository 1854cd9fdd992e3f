import { createParser, ParseError } from 'eventsource-parser';
import type { Shape } from './chunkShape.ts';
import { ProviderFailure } from './provider.ts';

/** Longest part of a stream that is kept waiting for its end, in characters. */
const mostBuffered = 8_000_000;
const start = 'data: ';
const end = '\n\n';

/**
 * Reads server-sent events from text as it comes, and hands on the data of each. Whole events of one `data:` line, which is
 * what model providers send, are cut out directly; everything else goes through the full parser.
 * @param shape Reads what it knows at a glance, before anything else is tried.
 */
export function createEventReader(
  take: (data: string) => void,
  shape?: Pick<Shape, 'scan'>,
): { feed(text: string): void } {
  const parser = createParser({
    onEvent: ({ data }) => take(data),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw error;
    },
    maxBufferSize: mostBuffered,
  });
  /** The full parser stands in the middle of an event. */
  let isWithin = false;
  const cutOut = (text: string): number => {
    let at = 0;
    while (true) {
      if (shape) at = shape.scan(text, at);
      if (!text.startsWith(start, at)) break;
      const until = text.indexOf(end, at);
      if (until === -1) break;
      const data = text.slice(at + start.length, until);
      if (data.includes('\n') || data.includes('\r')) break;
      at = until + end.length;
      take(data);
    }
    return at;
  };
  return {
    /** @throws ProviderFailure for data that cannot be read. */
    feed(text) {
      try {
        const rest = isWithin ? text : text.slice(cutOut(text));
        if (rest === '') return;
        parser.feed(rest);
        isWithin = !rest.endsWith(end);
      } catch (error) {
        if (error instanceof ProviderFailure) throw error;
        const what =
          error instanceof ParseError ? 'a chunk without an end' : 'a chunk that could not be read';
        throw new ProviderFailure('provider-error', `The provider sent ${what}`);
      }
    },
  };
}

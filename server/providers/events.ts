import { createParser, ParseError } from 'eventsource-parser';
import { ProviderFailure } from './provider.ts';

/** Longest part of a stream that is kept waiting for its end, in characters. */
const mostBuffered = 8_000_000;

/** Reads server-sent events from text as it comes, and hands on the data of each. */
export function createEventReader(take: (data: string) => void): { feed(text: string): void } {
  const parser = createParser({
    onEvent: ({ data }) => take(data),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw error;
    },
    maxBufferSize: mostBuffered,
  });
  return {
    /** @throws ProviderFailure for data that cannot be read. */
    feed(text) {
      try {
        parser.feed(text);
      } catch (error) {
        if (error instanceof ProviderFailure) throw error;
        const what =
          error instanceof ParseError ? 'a chunk without an end' : 'a chunk that could not be read';
        throw new ProviderFailure('provider-error', `The provider sent ${what}`);
      }
    },
  };
}

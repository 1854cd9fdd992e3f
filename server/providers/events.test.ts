import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventReader } from './events.ts';

/** Reads the pieces with ours and with the library alone. */
function both(pieces: string[]) {
  const ours: string[] = [];
  const theirs: string[] = [];
  const reader = createEventReader((data) => ours.push(data));
  const parser = createParser({ onEvent: ({ data }) => theirs.push(data) });
  for (const piece of pieces) {
    reader.feed(piece);
    parser.feed(piece);
  }
  return { ours, theirs };
}

/** Cuts a text into pieces at these places. */
function cut(text: string, places: number[]): string[] {
  const at = [0, ...places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return at.slice(1).map((until, index) => text.slice(at[index], until));
}

describe('reading server-sent events', () => {
  it('gives what the full parser gives, wherever the network cuts', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'data: {"a":1}',
        'data:x',
        'data: ',
        'data',
        ': still here',
        'event: ping',
        'id: 7',
        'retry: 5',
        'rubbish',
        '',
      ),
      fc.string({ maxLength: 12 }).map((text) => `data: ${text.replaceAll(/[\r\n]/g, ' ')}`),
    );
    const breaks = fc.constantFrom('\n', '\n\n', '\n\n', '\r\n', '\r\n\r\n', '\r', '\n\n\n');
    const stream = fc.array(fc.tuple(line, breaks), { maxLength: 12 }).map((all) => all.flat().join(''));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 6 }), (text, places) => {
        const { ours, theirs } = both(cut(text, places).filter((piece) => piece !== ''));
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives up on a chunk that never ends', () => {
    const reader = createEventReader(() => {});
    const feedOn = () => {
      for (let piece = 0; piece < 20; piece++) reader.feed(`data: ${'x'.repeat(1_000_000)}`);
    };
    expect(feedOn).toThrow('a chunk without an end');
  });
});

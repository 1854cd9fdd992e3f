const start = 'data: ';
const end = '\n\n';

/**
 * The chunks of a stream are alike but for their text. Once one has been parsed and did nothing but add text, another
 * with the same characters around its text does the same, and needs no parsing: that is most of the CPU of a stream.
 * @param add Takes the text of the chunks that were read this way.
 */
export function createShape(add: (text: string) => void) {
  let before = '';
  let after = '';
  return {
    /** Reads whole events of the known shape from `at` on, and answers where it stopped. */
    scan(text: string, at: number): number {
      if (before === '') return at;
      let found = '';
      let next = at;
      // A slice compares at once; `startsWith` goes character by character.
      while (text.slice(next, next + before.length) === before) {
        const from = next + before.length;
        const until = text.indexOf('"', from);
        if (until === -1 || text.slice(until, until + after.length) !== after) break;
        const piece = text.slice(from, until);
        // An escape would have to be read as JSON, and a line end as the end of an event.
        if (piece.includes('\\') || piece.includes('\n') || piece.includes('\r')) break;
        found += piece;
        next = until + after.length;
      }
      if (found !== '') add(found);
      return next;
    },
    /** Takes the shape of a chunk that did nothing but add this text. */
    learn(data: string, text: string): void {
      const literal = `"content":${JSON.stringify(text)}`;
      const at = data.indexOf(literal);
      if (at === -1 || data.indexOf(literal, at + 1) !== -1) return;
      before = start + data.slice(0, at + '"content":"'.length);
      after = data.slice(at + literal.length - 1) + end;
    },
    /** From now on every chunk is parsed. */
    forget(): void {
      before = '';
    },
  };
}

export type Shape = ReturnType<typeof createShape>;

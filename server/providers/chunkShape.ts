/**
 * The chunks of a stream are alike but for their text. Once one has been parsed and did nothing but add text, another
 * with the same characters around its text does the same, and needs no parsing: that is most of the CPU of a stream.
 */
export function createShape() {
  let before = '';
  let after = '';
  return {
    /** The text of a chunk of the known shape; null for any other, which must be parsed. */
    textIn(data: string): string | null {
      if (before === '' || data.length < before.length + after.length) return null;
      if (!data.startsWith(before) || !data.endsWith(after)) return null;
      const text = data.slice(before.length, data.length - after.length);
      // A quote or an escape would have to be read as JSON.
      return text.includes('"') || text.includes('\\') ? null : text;
    },
    /** Takes the shape of a chunk that did nothing but add this text. */
    learn(data: string, text: string): void {
      const literal = `"content":${JSON.stringify(text)}`;
      const at = data.indexOf(literal);
      if (at === -1 || data.indexOf(literal, at + 1) !== -1) return;
      before = data.slice(0, at + '"content":"'.length);
      after = data.slice(at + literal.length - 1);
    },
  };
}

import { countTokens, type Piece, paragraphsIn, sentencesIn, tokensIn } from './pieces.ts';
import type { Chunk, SplittableDocument, Splitter } from './splitter.ts';

/**
 * The chunks of a document, in their order: whole units as long as they fit, each chunk of at most `size`
 * tokens of the text, with whole units of the end of the chunk before at its start. A unit larger than a
 * chunk is cut at sentences, a sentence larger than one at tokens. A document without text is its title
 * alone, where titles count; one with neither has no chunks. Linear in the text.
 */
export function split(splitter: Splitter, document: SplittableDocument): Chunk[] {
  const text = normalised(splitter, document.text);
  const title = splitter.title === 'omit' ? '' : titleOf(splitter, document.title ?? '');
  const stretches = packed(piecesOf(splitter, text), splitter.size, splitter.overlap);
  if (stretches.length === 0) return title === '' ? [] : [{ index: 0, text: title, start: 0, end: 0 }];
  return stretches.map(({ start, end }, index) => {
    const titled = title !== '' && (index === 0 || splitter.title === 'every-chunk');
    return { index, text: (titled ? `${title}\n` : '') + text.slice(start, end), start, end };
  });
}

function normalised(splitter: Splitter, text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  if (splitter.normalisation === 'none') return lines;
  return lines.normalize(splitter.normalisation === 'nfc' ? 'NFC' : 'NFKC');
}

/** The title on one line, of at most `size` tokens. */
function titleOf(splitter: Splitter, title: string): string {
  const line = normalised(splitter, title).replace(/\s+/gu, ' ').trim();
  const tokens = tokensIn(line, 0, line.length);
  return line.slice(0, tokens[splitter.size - 1]?.end ?? line.length);
}

function piecesOf({ unit, size }: Splitter, text: string): Piece[] {
  if (unit === 'token') return tokensIn(text, 0, text.length);
  const whole = unit === 'paragraph' ? paragraphsIn(text) : sentencesIn(text, 0, text.length);
  return whole.flatMap((piece) => {
    if (piece.tokens <= size) return [piece];
    const sentences = unit === 'paragraph' ? sentencesIn(text, piece.start, piece.end) : [piece];
    return sentences.flatMap((sentence) =>
      sentence.tokens <= size ? [sentence] : tokensIn(text, sentence.start, sentence.end),
    );
  });
}

function packed(pieces: readonly Piece[], size: number, overlap: number): { start: number; end: number }[] {
  const stretches: { start: number; end: number }[] = [];
  let first = 0;
  while (first < pieces.length) {
    const begin = pieces[first];
    if (!begin) break;
    let next = first;
    let tokens = 0;
    let end = begin.end;
    for (let piece = pieces[next]; piece && tokens + piece.tokens <= size; piece = pieces[++next]) {
      tokens += piece.tokens;
      end = piece.end;
    }
    stretches.push({ start: begin.start, end });
    if (next >= pieces.length) break;
    first = Math.max(first + 1, backedUp(pieces, next, overlap, size));
  }
  return stretches;
}

/** Where the chunk after `next` begins: as many whole pieces back as the overlap holds and leave room for a new one. */
function backedUp(pieces: readonly Piece[], next: number, overlap: number, size: number): number {
  const room = Math.min(overlap, size - (pieces[next]?.tokens ?? 0));
  let begin = next;
  let tokens = 0;
  for (let piece = pieces[begin - 1]; piece && tokens + piece.tokens <= room; piece = pieces[begin - 1]) {
    tokens += piece.tokens;
    begin--;
  }
  return begin;
}

/** How many tokens of `kg-words@1` a text has, as sizes are counted; for estimates of cost. */
export const tokenCount = countTokens;

import { countTokens, type Piece, paragraphsIn, sentencesIn, tokensIn } from './pieces.ts';
import type { Chunk, KgSplitter, SplittableDocument } from './splitter.ts';
import { chunksOf, normalised, type Stretch } from './stretches.ts';

/**
 * The chunks of a document, in their order: whole units as long as they fit, each chunk of at most `size`
 * tokens of the text, with whole units of the end of the chunk before at its start. A unit larger than a
 * chunk is cut at sentences, a sentence larger than one at tokens. A document without text is its title
 * alone, where titles count; one with neither has no chunks. Linear in the text.
 */
export function split(splitter: KgSplitter, document: SplittableDocument): Chunk[] {
  const text = normalised(splitter, document.text);
  const stretches = packed(piecesOf(splitter, text), splitter.size, splitter.overlap);
  return chunksOf(splitter, { title: document.title, text }, stretches);
}

function piecesOf({ unit, size }: KgSplitter, text: string): Piece[] {
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

function packed(pieces: readonly Piece[], size: number, overlap: number): Stretch[] {
  const stretches: Stretch[] = [];
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

/** A stretch of a text and how many tokens it has. */
export interface Piece {
  start: number;
  end: number;
  tokens: number;
}

/** `kg-words@1`: runs of at most sixteen letters, digits and their marks, and every other character that is no space. */
const token = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,15}|[^\s]/gu;
const paragraphBreak = /\n[^\S\n]*(?:\n\s*)/gu;
/** The end of a sentence, with closing quotes and brackets, before a space; full-width stops need none. */
const sentenceEnd = /[.!?…]+["'”’»)\]]*(?=\s)|[。！？]+["'”’」』）]*/gu;

/** How many `kg-words@1` tokens stand in a text. */
export function countTokens(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(token)) count++;
  return count;
}

/** The tokens of a stretch of a text, each a piece of one. */
export const tokensIn = (text: string, from: number, to: number): Piece[] =>
  Array.from(text.slice(from, to).matchAll(token), (match) => ({
    start: from + match.index,
    end: from + match.index + match[0].length,
    tokens: 1,
  }));

/** Paragraphs: what blank lines part. */
export const paragraphsIn = (text: string): Piece[] =>
  parted(
    text,
    0,
    text.length,
    Array.from(text.matchAll(paragraphBreak), ({ index }) => index),
  );

/**
 * Sentences of a stretch of a text: up to a full stop, question or exclamation mark before a space. A stop
 * after a single capital ("E. coli") or before a lower-case letter ("approx. ten") ends none, and a blank
 * line always does.
 */
export function sentencesIn(text: string, from: number, to: number): Piece[] {
  const stretch = text.slice(from, to);
  const ends: number[] = [];
  for (const match of stretch.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    const next = stretch.slice(end, end + 32).trimStart();
    const before = stretch.slice(Math.max(0, match.index - 3), match.index);
    const abbreviation = match[0] === '.' && (/^\p{Ll}/u.test(next) || /(?:^|[^\p{L}])\p{Lu}$/u.test(before));
    if (!abbreviation) ends.push(from + end);
  }
  for (const match of stretch.matchAll(paragraphBreak)) ends.push(from + match.index);
  return parted(
    text,
    from,
    to,
    ends.sort((a, b) => a - b),
  );
}

/** The stretches between ascending places, without the spaces around them; those of spaces alone are left out. */
function parted(text: string, from: number, to: number, places: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let begin = from;
  for (const place of [...places, to]) {
    const stretch = text.slice(begin, place);
    const start = begin + stretch.length - stretch.trimStart().length;
    const end = begin + stretch.trimEnd().length;
    if (end > start) pieces.push({ start, end, tokens: countTokens(text.slice(start, end)) });
    begin = place;
  }
  return pieces;
}

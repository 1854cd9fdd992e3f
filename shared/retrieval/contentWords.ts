import { stem } from './stem.ts';
import { stopWords } from './stopWords.ts';
import { tokenise } from './tokenise.ts';

/** Stems seen lately. Bounded: emptied when full, which changes no answer. */
const stems = new Map<string, string>();
const mostStems = 50_000;

/**
 * What a lexical embedder looks at: the stems of a text's words, without stop words and single letters a-z,
 * in their order. A text of nothing else keeps all its words ("to be or not to be"), and one without words
 * its characters, so that only a blank text has none.
 */
export function contentWords(text: string): string[] {
  const words = tokenise(text);
  const kept = words.filter((word) => !stopWords.has(word) && !/^[a-z]$/.test(word));
  if (kept.length > 0) return kept.map(stemmed);
  return words.length > 0 ? words : [...text.replace(/\s+/gu, '')];
}

function stemmed(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= mostStems) stems.clear();
  const found = stem(word);
  stems.set(word, found);
  return found;
}

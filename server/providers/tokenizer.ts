/** One token's text, or a whole word's where a token may end within a character. */
export type TokenPiece = { text: string; tokens: number };

/** Counts and splits text with the o200k_base encoding. */
export type Tokenizer = { count(text: string): number; pieces(text: string): TokenPiece[] };

/** A prompt may spell out a special token; it is counted as the plain text that it is. */
const PLAIN = { disallowedSpecial: new Set<string>() };
/** The tokenizer is quadratic in the length of one word: a longer run is counted 200 characters at a time. */
const LONG_RUN = /(\S{200}|\s{200})/u;

let loading: Promise<Tokenizer> | undefined;

/** Loads the tokenizer once. It takes about 0.3 s, so nothing loads it before the server listens. */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens, encodeGenerator, decode }) => {
    // The library's decoder is shared and keeps half a character for the next call: only ASCII is cut within a word.
    const split = (word: number[]): TokenPiece[] => {
      const text = decode(word);
      return /^\p{ASCII}*$/u.test(text)
        ? word.map((token) => ({ text: decode([token]), tokens: 1 }))
        : [{ text, tokens: word.length }];
    };
    return {
      count: (text) => runsOf(text).reduce((sum, run) => sum + countTokens(run, PLAIN), 0),
      pieces: (text) => runsOf(text).flatMap((run) => [...encodeGenerator(run, PLAIN)].flatMap(split)),
    };
  });
  return loading;
}

function runsOf(text: string): string[] {
  return text.split(LONG_RUN).filter((run) => run !== '');
}

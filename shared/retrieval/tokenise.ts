/** Runs of letters and digits of any script, with the marks that belong to them. */
const words = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** The words of a text in their order, in NFKC and lower case; punctuation and symbols part words and are dropped. */
export const tokenise = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(words) ?? [];

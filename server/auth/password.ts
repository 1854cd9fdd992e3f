/** Bounds of a password, in characters. */
export const leastPasswordCharacters = 12;
export const mostPasswordCharacters = 128;

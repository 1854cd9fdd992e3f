/** Whether a text can be stored and hashed: no half of a character (a lone surrogate), no zero byte. */
export const isWhole = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** What is said of a text that is not whole. */
export const notWhole = 'It holds half a character (a lone surrogate) or a zero byte: send whole characters';

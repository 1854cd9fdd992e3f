/** Whether a text can be stored and hashed: no half of a character (a lone surrogate), no zero byte. */
export const isWhole = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** What is said of a text that is not whole. */
export const notWhole = 'It holds half a character (a lone surrogate) or a zero byte: send whole characters';

/** Whether every text of a JSON value, names included, has a UTF-8 form: none holds half of a character. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner));
}

/** One thing that was looked at before an act, in words that a person can act on. */
export interface Check {
  /** The check's name: "coverage", "gate-fresh". */
  check: string;
  passed: boolean;
  /** What was found: "5,027 of 5,183 documents". */
  figure: string;
  /** What would mend it; empty where the check passed. */
  mend: string;
}

/** A number as people read it: "5,183". Written here, because the platform's own format depends on its locale data. */
export const spoken = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** "1 document", "2,000 documents". */
export const many = (count: number, noun: string): string =>
  `${spoken(count)} ${noun}${count === 1 ? '' : 's'}`;

const mebibyte = 1024 ** 2;

/** Bytes as INDEX_MEMORY_MB counts them, rounded up: "391 MB". */
export const megabytes = (bytes: number): string => `${spoken(Math.ceil(bytes / mebibyte))} MB`;

/** "a, b and 12 more": of the ids that a check found, the first few. */
export function some(ids: readonly string[], count: number): string {
  const shown = ids.slice(0, 3).join(', ');
  if (shown === '') return spoken(count);
  return count > 3 ? `${shown} and ${spoken(count - 3)} more` : shown;
}

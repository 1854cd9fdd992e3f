import { oneOf } from './searchParams.ts';

/** The spans of time that traffic pages offer, in minutes. */
export const ranges = [
  { minutes: 15, short: '15 min', words: 'Last 15 minutes' },
  { minutes: 60, short: '1 h', words: 'Last hour' },
  { minutes: 1_440, short: '24 h', words: 'Last 24 hours' },
] as const;

/** The span as a search parameter; anything else in the URL counts as absent. */
export const minutes = oneOf(15, 60, 1_440);
export type Minutes = 15 | 60 | 1_440;

export const rangeWords = (minutes: number): string =>
  ranges.find((range) => range.minutes === minutes)?.words ?? `Last ${minutes} minutes`;

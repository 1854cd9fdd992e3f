import { leftOutInWords } from '../../../../../shared/migration/usableQueries.ts';
import { counted, formatCount } from '../../../ui/format.ts';
import type { KeptGoldenSet } from '../types.ts';

/** What is wrong with a set that was kept, or null where every query can be used. */
export function keptWords({
  queries,
  usable,
  leftOut,
  unknown,
  unknownCount,
}: Omit<KeptGoldenSet, 'id' | 'hash'>): { title: string; message: string } | null {
  if (usable === queries && unknownCount === 0) return null;
  const title = `${formatCount(usable)} of ${counted(queries, 'golden query', 'golden queries')} can be used`;
  const words = [leftOutInWords(leftOut), unknownInWords({ unknown, unknownCount })];
  return {
    title,
    message: words
      .filter((one) => one !== '')
      .map((one) => `${one}.`)
      .join(' '),
  };
}

/** Judged documents that the collection does not have; empty where there are none. */
export function unknownInWords({
  unknown,
  unknownCount,
}: Pick<KeptGoldenSet, 'unknown' | 'unknownCount'>): string {
  if (unknownCount === 0) return '';
  const more = unknownCount - unknown.length;
  const others = more > 0 ? ` and ${counted(more, 'other')}` : '';
  return `Not in the collection: ${unknown.join(', ')}${others}`;
}

import type { Flag } from '../../../../shared/model/flag.ts';
import type { Movers } from '../../trpc.ts';
import { counted, formatCount } from '../../ui/format.ts';
import { nameOf } from './variants.ts';

/** "Of 65 people seen in the last 7 days, 12 would move (all from Concise to Thorough)." */
export function moversWords(flag: Flag, movers: Movers): string {
  const { seen, moved } = movers;
  if (seen === 0) return 'Nobody whom this decides has been seen in the last 7 days.';
  const of = `Of ${counted(seen, 'person', 'people')} seen in the last 7 days,`;
  if (moved === 0) return `${of} nobody would move.`;
  const names = (side: Movers['from']) =>
    side.length === 1
      ? nameOf(flag, side[0]?.variant ?? '')
      : side.map(({ variant, people }) => `${nameOf(flag, variant)} (${formatCount(people)})`).join(' and ');
  const all = movers.from.length === 1 && movers.to.length === 1 && moved > 1 ? 'all ' : '';
  return `${of} ${formatCount(moved)} would move (${all}from ${names(movers.from)} to ${names(movers.to)}).`;
}

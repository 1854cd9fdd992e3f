import { counted } from '../../../ui/format.ts';
import type { Figures } from '../types.ts';

/** "In the last 15 minutes the new index answered 11 of 61 queries (18%)." */
export function realShareWords({ minutes, sides }: Pick<Figures, 'minutes' | 'sides'>): string {
  const of = (side: 'old' | 'new') => sides.find((one) => one.side === side)?.queries ?? 0;
  const all = of('old') + of('new');
  if (all === 0) return `Nobody has asked in the last ${minutes} minutes.`;
  const share = Math.round((of('new') / all) * 100);
  return `In the last ${minutes} minutes the new index answered ${of('new')} of ${counted(all, 'query', 'queries')} (${share}%).`;
}

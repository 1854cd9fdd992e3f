import type { UnitEntry } from '../../trpc.ts';
import { formatCost } from '../../ui/format.ts';

const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 3 });

/** "$0.15 in, $0.60 out", per million tokens. */
export const priceWords = (price: UnitEntry['price']): string =>
  price === null ? 'unknown price' : `${money.format(price.input)} in, ${money.format(price.output)} out`;

/** What one answer has cost on average. */
export function costWords(figures: UnitEntry['figures'], none: string): string {
  if (figures === null || figures.answered === 0) return none;
  return figures.costPerCallUsd === null ? 'unknown price' : formatCost(figures.costPerCallUsd);
}

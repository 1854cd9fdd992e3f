import type { PriceOf } from '../providers/price.ts';
import type { Provider } from '../providers/provider.ts';
import type { UnitTraffic } from '../store/store.ts';

/** Days of calls that a unit's figures are made of. */
export const figureDays = 7;

/** US dollars per million tokens, by the catalogue; null where the price is unknown. */
export interface UnitPrice {
  input: number;
  output: number;
  source: string | null;
}

/** A price by asking for a short call: catalogues charge long ones differently. */
export function pricePerMillion(
  priceOf: PriceOf,
  provider: Pick<Provider, 'name' | 'simulated'>,
  model: string,
): UnitPrice | null {
  const thousand = { input: 0, output: 0, cachedInput: 0, reasoning: 0 };
  const input = priceOf(provider, model, { ...thousand, input: 1_000 });
  const output = priceOf(provider, model, { ...thousand, output: 1_000 });
  if (input.costUsd === null || output.costUsd === null) return null;
  return { input: input.costUsd * 1_000, output: output.costUsd * 1_000, source: input.source };
}

export type UnitFigures = Omit<UnitTraffic, 'unit'> & {
  /** US dollars; null where no answered call has a known price. */
  costPerCallUsd: number | null;
};

/** The figures of one unit; null where nothing was asked of it. */
export function figuresOf(traffic: UnitTraffic | undefined): UnitFigures | null {
  if (!traffic) return null;
  const { unit: _, ...figures } = traffic;
  const priced = figures.answered - figures.unpricedCalls;
  return { ...figures, costPerCallUsd: priced > 0 ? figures.costUsd / priced : null };
}

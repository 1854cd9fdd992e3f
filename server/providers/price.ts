import { calcPrice } from '@pydantic/genai-prices';
import type { Tokens } from '../../shared/model/call.ts';

/** US dollars per million tokens. */
export interface LocalPrice {
  input: number;
  /** What the provider served from its cache; as `input` where it is unset. */
  cachedInput?: number;
  /** Reasoning is output. */
  output: number;
}

/** Invented price list of the simulator's models; records name it as their price source. */
const simulatorPrices: Record<string, LocalPrice> = {
  'sim-concise-2026-06-01': { input: 0.15, output: 0.6 },
  'sim-thorough-2026-09-15': { input: 0.4, output: 1.6 },
};

/** Prices of one's own, by "provider/model"; they go before the catalogue. */
export interface PriceOverrides {
  /** Kept in each record, so that an old cost can be explained: a version, a date, a file's name. */
  source: string;
  prices: Record<string, LocalPrice>;
}

export interface Price {
  /** US dollars; null when the price is unknown. */
  costUsd: number | null;
  source: string | null;
}

/** What answers come to. `tokens.input` includes the cached part, `tokens.output` the reasoning. */
export type PriceOf = (
  provider: { name: string; simulated: boolean } | null,
  model: string,
  tokens: Tokens | null,
) => Price;

const unknown: Price = { costUsd: null, source: null };

/** The cost of one answer. An unknown model costs null, never 0. */
export const createPrices =
  (overrides: PriceOverrides | null): PriceOf =>
  (provider, model, tokens) => {
    if (!tokens || !provider) return unknown;
    const own = overrides?.prices[`${provider.name}/${model}`];
    if (own && overrides) return { costUsd: costOf(own, tokens), source: overrides.source };
    if (provider.simulated) {
      const price = simulatorPrices[model];
      return price ? { costUsd: costOf(price, tokens), source: 'simulator price list' } : unknown;
    }
    const usage = {
      input_tokens: tokens.input,
      cache_read_tokens: tokens.cachedInput,
      output_tokens: tokens.output,
    };
    const found = calcPrice(usage, model, { providerId: provider.name });
    return found ? { costUsd: found.total_price, source: 'genai-prices 0.1.8' } : unknown;
  };

function costOf({ input, cachedInput = input, output }: LocalPrice, tokens: Tokens): number {
  const fresh = tokens.input - tokens.cachedInput;
  return (fresh * input + tokens.cachedInput * cachedInput + tokens.output * output) / 1e6;
}

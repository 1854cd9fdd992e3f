import { calcPrice } from '@pydantic/genai-prices';
import type { Tokens } from '../../shared/model/call.ts';

/** US dollars per million tokens. */
interface LocalPrice {
  input: number;
  output: number;
}

/** Invented price list of the simulator's models; records name it as their price source. */
const simulatorPrices: Record<string, LocalPrice> = {
  'sim-concise-2026-06-01': { input: 0.15, output: 0.6 },
  'sim-thorough-2026-09-15': { input: 0.4, output: 1.6 },
};

export interface Price {
  /** US dollars; null when the price is unknown. */
  costUsd: number | null;
  source: string | null;
}

const unknown: Price = { costUsd: null, source: null };

/** The cost of one answer. An unknown model costs null, never 0. `tokens.input` includes the cached part. */
export function priceOf(
  provider: { name: string; simulated: boolean },
  model: string,
  tokens: Tokens | null,
): Price {
  if (!tokens) return unknown;
  if (provider.simulated) {
    const price = simulatorPrices[model];
    if (!price) return unknown;
    return {
      costUsd: (tokens.input * price.input + tokens.output * price.output) / 1e6,
      source: 'simulator price list',
    };
  }
  const usage = {
    input_tokens: tokens.input,
    cache_read_tokens: tokens.cachedInput,
    output_tokens: tokens.output,
  };
  const found = calcPrice(usage, model, { providerId: provider.name });
  return found ? { costUsd: found.total_price, source: 'genai-prices 0.1.8' } : unknown;
}

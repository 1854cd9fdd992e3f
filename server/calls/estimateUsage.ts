import type { Tokens } from '../../shared/model/call.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import type { Price } from '../providers/price.ts';
import { estimateTokens } from './estimateTokens.ts';
import type { Execution } from './execute.ts';
import type { Pipe } from './pipe.ts';

export interface Estimated {
  tokens: Tokens;
  price: Price;
}

/** What a call has probably used, where the provider reported nothing; null where no model was sent anything. */
export type Estimate = (execution: Execution) => Promise<Estimated | null>;

/**
 * A caller who leaves, and a stream that breaks off, get no usage from the provider, which charges all the same: what
 * was sent and what had come is counted and priced, or a budget could be spent unseen.
 */
export const estimateUsage =
  (pipe: Pick<Pipe, 'priceOf' | 'providers'>, { units }: Pick<Snapshot, 'units'>): Estimate =>
  async ({ unit: id, messages, output, toolCalls }) => {
    const unit = id === null ? undefined : units.get(id);
    if (!unit || messages.length === 0) return null;
    const { provider, model } = unit.specification;
    const said = [output, ...toolCalls.flatMap((call) => [call.name, call.arguments])].join('\n').trim();
    const tokens = await estimateTokens(messages, said);
    return { tokens, price: pipe.priceOf(pipe.providers.get(provider) ?? null, model, tokens) };
  };

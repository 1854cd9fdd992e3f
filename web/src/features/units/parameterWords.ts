import type { UnitEntry } from '../../trpc.ts';
import { formatCount } from '../../ui/format.ts';

/** The parameters in words, only those that are set. */
export function parameterWords({ parameters, retrieval }: UnitEntry['specification']): string {
  const words = [
    parameters.temperature === undefined ? null : `temperature ${parameters.temperature}`,
    parameters.topP === undefined ? null : `top p ${parameters.topP}`,
    parameters.maxOutputTokens === undefined
      ? null
      : `at most ${formatCount(parameters.maxOutputTokens)} tokens out`,
    parameters.seed === undefined ? null : `seed ${parameters.seed}`,
    retrieval === undefined ? null : `${retrieval.k} passages from ${retrieval.collection}`,
  ].filter((word) => word !== null);
  return words.length === 0 ? 'the model’s own' : words.join(', ');
}

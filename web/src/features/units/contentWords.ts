import type { UnitEntry } from '../../trpc.ts';
import { counted, formatCount } from '../../ui/format.ts';

/** What a unit is made of, in a line: model and prompt where the label does not say them, and whatever is set. */
export function contentWords({ label, specification }: UnitEntry): string {
  const { model, prompt, parameters, retrieval, tools, responseSchema } = specification;
  const named = `${model} · ${prompt.name} ${prompt.version}`;
  const { temperature, topP, maxOutputTokens, seed } = parameters;
  const words = [
    label === named ? null : named,
    temperature === undefined ? null : `temperature ${temperature}`,
    topP === undefined ? null : `top p ${topP}`,
    maxOutputTokens === undefined ? null : `at most ${formatCount(maxOutputTokens)} tokens out`,
    seed === undefined ? null : `seed ${seed}`,
    retrieval ? `${counted(retrieval.k, 'passage')} of ${retrieval.collection}` : null,
    tools ? counted(tools.length, 'tool') : null,
    responseSchema ? `answers as ${responseSchema.name}` : null,
  ].filter((word) => word !== null);
  return words.length === 0 ? 'the model’s own parameters' : words.join(', ');
}

import type { Parameters, UnitSpecification } from '../model/unit.ts';

/** What can differ between two units. */
export type UnitAspect = 'model' | 'prompt' | 'parameters' | 'retrieval' | 'tools' | 'answer';

export interface UnitFact {
  aspect: UnitAspect;
  what: string;
  /** In words. */
  value: string;
}

const parameterWords: Record<keyof Parameters, string> = {
  temperature: 'Temperature',
  topP: 'Top p',
  maxOutputTokens: 'Longest answer in tokens',
  seed: 'Seed',
};

/** All that a unit is made of, in words; what is not set is left out. */
export function describeUnit(specification: UnitSpecification): UnitFact[] {
  const { provider, model, prompt, parameters, retrieval, tools, responseSchema } = specification;
  const facts: UnitFact[] = [
    { aspect: 'model', what: 'Provider', value: provider },
    { aspect: 'model', what: 'Model', value: model },
    { aspect: 'prompt', what: 'Prompt', value: `${prompt.name} ${prompt.version}` },
  ];
  for (const [key, what] of Object.entries(parameterWords)) {
    const value = parameters[key as keyof Parameters];
    if (value !== undefined) facts.push({ aspect: 'parameters', what, value: String(value) });
  }
  if (retrieval)
    facts.push({
      aspect: 'retrieval',
      what: 'Retrieval',
      value: `${retrieval.k} passages of ${retrieval.collection} into ${retrieval.variable}`,
    });
  for (const tool of tools ?? [])
    facts.push({ aspect: 'tools', what: `Tool ${tool.name}`, value: toolWords(tool) });
  if (responseSchema)
    facts.push({
      aspect: 'answer',
      what: 'Answer’s schema',
      value: `${responseSchema.name}: ${JSON.stringify(responseSchema.schema)}`,
    });
  if (specification.streamedSchema)
    facts.push({
      aspect: 'answer',
      what: 'Streamed answers',
      value:
        specification.streamedSchema === 'hold'
          ? 'held back until they are checked'
          : 'passed on, and reported when they do not fit',
    });
  return facts;
}

const toolWords = ({ description, parameters }: NonNullable<UnitSpecification['tools']>[number]): string =>
  [description, `parameters ${JSON.stringify(parameters)}`].filter(Boolean).join('; ');

export interface UnitDifference {
  aspect: UnitAspect;
  what: string;
  /** Null where it is not set. */
  before: string | null;
  after: string | null;
}

/** What differs between two units, in words; empty where nothing does. */
export function compareUnits(from: UnitSpecification, to: UnitSpecification): UnitDifference[] {
  const before = new Map(describeUnit(from).map((fact) => [fact.what, fact]));
  const after = new Map(describeUnit(to).map((fact) => [fact.what, fact]));
  const content =
    from.prompt.contentHash !== to.prompt.contentHash &&
    before.get('Prompt')?.value === after.get('Prompt')?.value
      ? [
          {
            aspect: 'prompt' as const,
            what: 'Content of the prompt',
            before: from.prompt.contentHash.slice(0, 12),
            after: to.prompt.contentHash.slice(0, 12),
          },
        ]
      : [];
  const named = [...new Set([...before.keys(), ...after.keys()])].flatMap((what): UnitDifference[] => {
    const [old, fresh] = [before.get(what), after.get(what)];
    const aspect = (fresh ?? old)?.aspect;
    if (aspect === undefined || old?.value === fresh?.value) return [];
    return [{ aspect, what, before: old?.value ?? null, after: fresh?.value ?? null }];
  });
  return [...named, ...content];
}

/** The differences as one line: "Temperature 0 → 0.2, Prompt answer 1.0.0 → answer 1.1.0". */
export const differenceWords = (differences: readonly UnitDifference[]): string =>
  differences
    .map(({ what, before, after }) => `${what} ${before ?? 'not set'} → ${after ?? 'not set'}`)
    .join(', ');

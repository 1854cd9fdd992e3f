import type { Flag } from '../../shared/model/flag.ts';
import { promptKey } from '../../shared/model/prompt.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { objectType } from './schemaType.ts';

/** A TypeScript file with every flag of an environment: what calling it takes, and what it answers with. */
export function generateTypes(snapshot: Snapshot): string {
  const flags = [...snapshot.flags.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const lines = flags.flatMap((flag) => [
    `  /** ${comment(flag)} */`,
    `  ${JSON.stringify(flag.key)}: ${typeOf(snapshot, flag)};`,
  ]);
  return `// Written by Knowngood from revision ${snapshot.revision} of "${snapshot.environment}". Do not edit it: write it again.

export interface Flags {
${lines.join('\n')}
}

/** Every flag. */
export type FlagKey = keyof Flags;
/** The flags that route AI calls. */
export type CallFlag = { [K in FlagKey]: Flags[K] extends { kind: 'call' } ? K : never }[FlagKey];
/** The flags that answer with a plain value. */
export type ValueFlag = { [K in FlagKey]: Flags[K] extends { kind: 'value' } ? K : never }[FlagKey];
`;
}

const comment = ({ name, description }: Flag): string =>
  `${name}${description ? `: ${description}` : ''}`.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ');

function typeOf(snapshot: Snapshot, flag: Flag): string {
  if (flag.kind === 'value')
    return `{ kind: 'value'; value: ${valueType(flag)}; variant: ${variantsOf(flag)} }`;
  return `{ kind: 'call'; variables: ${variablesOf(snapshot, flag)}; output: string; variant: ${variantsOf(flag)} }`;
}

const valueType = ({ valueType: type }: Flag): string =>
  type === 'json' || type === undefined ? 'unknown' : type;

const variantsOf = (flag: Flag): string =>
  flag.variants.map((variant) => JSON.stringify(variant.key)).join(' | ');

/** What fits every unit that might answer: their prompts' variables together, without those that retrieval fills. */
function variablesOf(snapshot: Snapshot, flag: Flag): string {
  const types = flag.variants.flatMap((variant) => {
    const unit = variant.kind === 'unit' ? snapshot.units.get(variant.unit) : undefined;
    const prompt = unit && snapshot.prompts.get(promptKey(unit.specification.prompt));
    if (!prompt) return [];
    const filled = unit.specification.retrieval?.variable;
    return [objectType(prompt.variables, filled ? [filled] : [])];
  });
  return [...new Set(types)].join(' & ') || 'Record<string, never>';
}

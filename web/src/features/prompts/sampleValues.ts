import type { JsonValue } from '../../../../shared/model/flag.ts';
import type { PromptDetail } from '../../trpc.ts';

type Variable = PromptDetail['variables'][number];

/** What a person has typed for each variable, as text. */
export type TypedValues = Record<string, string>;

/** The samples as text to edit: a text as it is, everything else as JSON. */
export const firstValues = (variables: readonly Variable[]): TypedValues =>
  Object.fromEntries(
    variables.map((variable) => [
      variable.name,
      isTyped(variable) && typeof variable.sample === 'string'
        ? variable.sample
        : JSON.stringify(variable.sample, null, 2),
    ]),
  );

/** Typed as text; everything else is typed as JSON. */
export const isTyped = ({ isText, choices }: Pick<Variable, 'isText' | 'choices'>): boolean =>
  isText || choices !== null;

/** The values to fill in; an optional variable that is left empty is left out. `wrong` names what is not JSON yet. */
export function readValues(
  variables: readonly Variable[],
  typed: TypedValues,
): { values: Record<string, JsonValue>; wrong: string[] } {
  const values: Record<string, JsonValue> = {};
  const wrong: string[] = [];
  for (const variable of variables) {
    const text = typed[variable.name] ?? '';
    if (text === '' && !variable.required) continue;
    if (isTyped(variable)) {
      values[variable.name] = text;
      continue;
    }
    try {
      values[variable.name] = JSON.parse(text);
    } catch {
      wrong.push(variable.name);
    }
  }
  return { values, wrong };
}

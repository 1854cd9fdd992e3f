import type { EvaluationContext } from '../model/context.ts';

export type Test = (context: EvaluationContext) => boolean;
export type Read = (context: EvaluationContext) => unknown;

/** Null and absent mean the same. */
export const present = (value: unknown): boolean => value !== undefined && value !== null;

/** Reads an attribute of a context. Only a name that every object inherits (`constructor`) needs the slower look at its own. */
export const reader = (attribute: string): Read =>
  attribute in Object.prototype
    ? (context) => (Object.hasOwn(context, attribute) ? context[attribute] : undefined)
    : (context) => context[attribute];

/** Holds for a text, or for any text of a list. Anything else is a mismatch, which is false. */
export function textTest(attribute: string, holds: (value: string) => boolean): Test {
  const read = reader(attribute);
  return (context) => {
    const value = read(context);
    if (Array.isArray(value)) return value.some((item) => typeof item === 'string' && holds(item));
    return typeof value === 'string' && holds(value);
  };
}

/** Holds for a number; a text that looks like one is a mismatch. */
export function numberTest(attribute: string, holds: (value: number) => boolean): Test {
  const read = reader(attribute);
  return (context) => {
    const value = read(context);
    return typeof value === 'number' && holds(value);
  };
}

/** An attribute's value in words, for a trace. */
export function foundWords(value: unknown): string {
  if (!present(value)) return 'not given';
  if (Array.isArray(value)) return `a list: ${value.slice(0, 5).join(', ')}${value.length > 5 ? ', …' : ''}`;
  if (typeof value === 'string')
    return value.length > 80 ? `${value.slice(0, 80)}…` : value === '' ? 'an empty text' : value;
  return typeof value === 'number' || typeof value === 'boolean'
    ? `${value} (a ${typeof value})`
    : 'something that cannot be compared';
}

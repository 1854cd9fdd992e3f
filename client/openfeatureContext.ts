import type { EvaluationContext as OpenFeatureContext } from '@openfeature/server-sdk';
import type { AttributeValue, EvaluationContext } from '../shared/model/context.ts';

/**
 * OpenFeature's context as ours. A date becomes its ISO 8601 text. A nested object is left out, because no
 * condition can read one: a condition on it does not hold, as for any attribute that is missing.
 */
export function toContext(given: OpenFeatureContext): EvaluationContext {
  const context: EvaluationContext = {};
  for (const [name, value] of Object.entries(given)) {
    const attribute = toAttribute(value);
    if (attribute !== null) context[name] = attribute;
  }
  return context;
}

function toAttribute(value: unknown): AttributeValue | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return Array.isArray(value) ? value.filter(isPlain) : null;
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

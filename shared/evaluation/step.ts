import type { EvaluationContext } from '../model/context.ts';
import type { Flag, JsonValue } from '../model/flag.ts';
import type { Evaluation } from './evaluation.ts';
import type { Reason } from './reason.ts';

/** What a rule serves: one result for all, or one for each context. */
export type Served = Evaluation | Decide;

export const serveTo = (served: Served, context: EvaluationContext): Evaluation | null =>
  typeof served === 'function' ? served(context) : served;

/** Answers when it decides, and null when it leaves that to what comes after it. */
export type Decide = (context: EvaluationContext) => Evaluation | null;

/** The value that each variant of a flag answers with. */
export type Values = ReadonlyMap<string, JsonValue>;

export const valuesOf = (flag: Flag): Values =>
  new Map(
    flag.variants.map((variant) => [
      variant.key,
      variant.kind === 'value' ? deepFrozen(variant.value) : variant.key,
    ]),
  );

/** A result that does not vary is made once and frozen: evaluating it allocates nothing. */
export function fixed(
  values: Values,
  variant: string,
  reason: Reason,
  rest: Partial<Evaluation> = none,
): Evaluation {
  const {
    ruleId = null,
    segment = null,
    bucket = null,
    prerequisite = null,
    override = null,
    errorCode = null,
  } = rest;
  const value = values.get(variant) ?? null;
  // One literal, so that all results have one shape: thousands of them are kept, and each is read at every call.
  return Object.freeze({
    value,
    variant,
    reason,
    ruleId,
    segment,
    bucket,
    prerequisite,
    override,
    errorCode,
  });
}

const none: Partial<Evaluation> = {};

/** Callers share the value with the configuration itself, so they must not be able to change it. */
function deepFrozen(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFrozen(inner);
  return Object.freeze(value) as JsonValue;
}

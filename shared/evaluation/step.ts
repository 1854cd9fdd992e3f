import type { EvaluationContext } from '../model/context.ts';
import type { Flag, JsonValue } from '../model/flag.ts';
import type { Check } from './condition.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';
import type { Reason } from './reason.ts';

export type Decide = (context: EvaluationContext) => Evaluation | null;

/** One step of a decision, for both its readings. The last step of a flag always decides. */
export interface Step {
  kind: TraceStep['step'];
  label: string;
  checks: readonly Check[];
  decide: Decide;
  /** One sentence on how it went. */
  detail(decided: Evaluation | null, context: EvaluationContext): string;
}

/** The decision of a step that is only there to be told of. */
export const never = (): null => null;

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
export const fixed = (
  values: Values,
  variant: string,
  reason: Reason,
  rest: Partial<Evaluation> = {},
): Evaluation =>
  Object.freeze({
    value: values.get(variant) ?? null,
    variant,
    reason,
    ruleId: null,
    segment: null,
    bucket: null,
    prerequisite: null,
    override: null,
    errorCode: null,
    ...rest,
  });

/** Callers share the value with the configuration itself, so they must not be able to change it. */
function deepFrozen(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFrozen(inner);
  return Object.freeze(value) as JsonValue;
}

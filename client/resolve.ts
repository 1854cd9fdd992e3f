import type { ErrorCode, Evaluation } from '../shared/evaluation/evaluation.ts';
import type { JsonValue } from '../shared/model/flag.ts';
import {
  errorDetails,
  type FlagFacts,
  type FlagMetadata,
  flagMetadata,
  type StandardReason,
  standardReason,
} from '../shared/openfeature/resolution.ts';

/** A value, and how it came about. With an `errorCode`, the value is the caller's default. */
export interface Details<Value> {
  value: Value;
  variant: string | null;
  reason: StandardReason;
  /** OpenFeature's codes; null when the flag decided. */
  errorCode: ErrorCode | 'PROVIDER_NOT_READY' | 'FLAG_NOT_FOUND' | 'TYPE_MISMATCH' | null;
  errorMessage: string | null;
  /** `flagKind`, `revision`, and where they apply `ruleId`, `segment`, `bucket`, `prerequisite`, `override`. */
  metadata: FlagMetadata;
}

/** A flag's answer before it is known to be of the type that the caller asked for. */
export interface Answer {
  flag: FlagFacts;
  evaluation: Evaluation;
  revision: number;
}

export type Unanswered = 'PROVIDER_NOT_READY' | 'FLAG_NOT_FOUND' | 'GENERAL';

/** True when a value is of the type of a default: boolean, text or number alike, or any object or list. */
export const sameType =
  (fallback: JsonValue) =>
  (value: JsonValue): boolean =>
    typeof value === typeof fallback && (value === null) === (fallback === null);

const unanswered = {
  PROVIDER_NOT_READY:
    'There is no configuration yet: the server has not been reached, and no cache was found',
  FLAG_NOT_FOUND: 'There is no flag with this key',
  GENERAL: 'The flag could not be evaluated with this context',
};

/** The answer as the caller wants it, or their default and why. */
export function resolve<Value extends JsonValue>(
  answer: Answer | Unanswered,
  fallback: Value,
  accepts: (value: JsonValue) => boolean,
): Details<Value> {
  if (typeof answer === 'string') return failed(fallback, answer, unanswered[answer], {});
  const { flag, evaluation, revision } = answer;
  const metadata = flagMetadata(flag, evaluation, revision);
  if (evaluation.errorCode !== null)
    return failed(fallback, evaluation.errorCode, errorDetails(flag, evaluation), metadata);
  if (!accepts(evaluation.value)) {
    const message = `The flag "${flag.key}" answers with ${kindOf(evaluation.value)}, not ${kindOf(fallback)}`;
    return failed(fallback, 'TYPE_MISMATCH', message, metadata);
  }
  return {
    value: evaluation.value as Value,
    variant: evaluation.variant,
    reason: standardReason(evaluation),
    errorCode: null,
    errorMessage: null,
    metadata,
  };
}

function failed<Value>(
  value: Value,
  errorCode: Details<Value>['errorCode'],
  errorMessage: string,
  metadata: FlagMetadata,
): Details<Value> {
  return { value, variant: null, reason: 'ERROR', errorCode, errorMessage, metadata };
}

const kindOf = (value: JsonValue): string =>
  value === null ? 'null' : typeof value === 'object' ? 'a JSON object' : `a ${typeof value}`;

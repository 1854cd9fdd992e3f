import type { Evaluation } from '../../shared/evaluation/evaluation.ts';
import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Flag, JsonValue } from '../../shared/model/flag.ts';
import {
  errorDetails,
  type FlagMetadata,
  flagMetadata,
  publicMetadata,
  type StandardReason,
  standardReason,
} from '../../shared/openfeature/resolution.ts';
import type { Snapshot } from '../configuration/snapshot.ts';

export interface OfrepSuccess {
  key: string;
  value: JsonValue;
  reason: StandardReason;
  variant: string;
  metadata: FlagMetadata;
}

export interface OfrepFailure {
  key: string;
  errorCode: string;
  errorDetails: string;
}

/** What a key may see of a snapshot: a public key, only flags that are marked public. */
export function visibleFlag(snapshot: Snapshot, key: string, isPublic: boolean): Flag | null {
  const flag = snapshot.flags.get(key);
  return flag && (flag.public || !isPublic) ? flag : null;
}

/** One flag in the protocol's words. A public key learns the value, and nothing of the rules behind it. */
export function answerFlag(
  snapshot: Snapshot,
  flag: Flag,
  context: EvaluationContext,
  isPublic: boolean,
): OfrepSuccess | OfrepFailure {
  const evaluation = snapshot.evaluator.evaluate(flag.key, context);
  if (!evaluation) return notFound(flag.key);
  if (evaluation.errorCode !== null) return failure(flag, evaluation, evaluation.errorCode, isPublic);
  const metadata = isPublic ? publicMetadata : flagMetadata;
  return {
    key: flag.key,
    value: evaluation.value,
    reason: standardReason(evaluation),
    variant: evaluation.variant,
    metadata: metadata(flag, evaluation, snapshot.revision),
  };
}

const failure = (flag: Flag, evaluation: Evaluation, errorCode: string, isPublic: boolean): OfrepFailure => ({
  key: flag.key,
  errorCode,
  errorDetails:
    isPublic && errorCode === 'GENERAL' ? 'The flag cannot be evaluated' : errorDetails(flag, evaluation),
});

export const notFound = (key: string): OfrepFailure => ({
  key,
  errorCode: 'FLAG_NOT_FOUND',
  errorDetails: `There is no flag "${key}"`,
});

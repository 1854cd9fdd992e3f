import type { Evaluation } from '../evaluation/evaluation.ts';
import type { Flag } from '../model/flag.ts';

/** What of a flag its answers tell. */
export type FlagFacts = Pick<Flag, 'key' | 'kind' | 'bucketBy'>;

/** OpenFeature's words for why a value was answered. */
export type StandardReason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'ERROR';

/** An override is OpenFeature's STATIC: the same for everybody. The metadata says which override it was. */
export const standardReason = (evaluation: Evaluation): StandardReason =>
  evaluation.reason === 'OVERRIDE' ? 'STATIC' : evaluation.reason;

/** What stands beside the value. Absent entries do not apply. */
export type FlagMetadata = Record<string, string | number | boolean>;

/** How a value came about, for a caller that may know the configuration. */
export function flagMetadata(flag: FlagFacts, evaluation: Evaluation, revision: number): FlagMetadata {
  const { ruleId, segment, bucket, prerequisite } = evaluation;
  return {
    ...publicMetadata(flag, evaluation, revision),
    ...(ruleId === null ? {} : { ruleId }),
    ...(segment === null ? {} : { segment }),
    ...(bucket === null ? {} : { bucket }),
    ...(prerequisite === null ? {} : { prerequisite }),
  };
}

/** The part that everybody may read: nothing about rules, segments, buckets or other flags. */
export const publicMetadata = (
  flag: FlagFacts,
  { override }: Evaluation,
  revision: number,
): FlagMetadata => ({
  flagKind: flag.kind,
  revision,
  ...(override === null ? {} : { override }),
});

/** What a caller is told when the context does not let a flag decide. */
export function errorDetails(flag: FlagFacts, { errorCode, prerequisite }: Evaluation): string {
  if (errorCode === 'TARGETING_KEY_MISSING')
    return `The flag "${flag.key}" is split by targetingKey, and the context has none`;
  if (errorCode === 'INVALID_CONTEXT')
    return `The flag "${flag.key}" is split by "${flag.bucketBy}", and the context has no text or number there`;
  return `The flag "${flag.key}" needs the flag "${prerequisite ?? ''}", which does not exist or needs this one`;
}

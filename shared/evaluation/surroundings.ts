import type { EvaluationContext } from '../model/context.ts';
import type { OverrideMode } from '../model/override.ts';
import type { Sources } from './condition.ts';
import type { Evaluation } from './evaluation.ts';

/** Whatever decides for a context. */
export interface Evaluates {
  evaluate(context: EvaluationContext): Evaluation;
}

/** What a flag's closures read beside the flag itself. */
export interface Surroundings extends Sources {
  /** Overrides in force. */
  environmentOverride: OverrideMode | null;
  flagOverride: OverrideMode | null;
  /** The flag's prerequisites; null for one that is missing, or that would lead back to this flag. */
  needed: ReadonlyMap<string, Evaluates | null>;
}

/** The override that decides: a kill beats known-good, wherever each was set, for whoever kills something means it. */
export function overrideInForce({
  environmentOverride,
  flagOverride,
}: Pick<Surroundings, 'environmentOverride' | 'flagOverride'>): OverrideMode | null {
  return environmentOverride === 'kill' || flagOverride === 'kill'
    ? 'kill'
    : (environmentOverride ?? flagOverride);
}

import type { JsonValue } from '../model/flag.ts';
import type { OverrideMode } from '../model/override.ts';
import type { Reason } from './reason.ts';

/** The result for one flag and one context. Always a result, never an exception. */
export interface Evaluation {
  /** A value flag's value; for a call flag, the key of the variant. */
  value: JsonValue;
  variant: string;
  reason: Reason;
  ruleId: string | null;
  /** The segment that the deciding rule asked for. */
  segment: string | null;
  /** The bucket that a split looked at, 0 to 99,999. */
  bucket: number | null;
  /** The prerequisite flag that did not hold. */
  prerequisite: string | null;
  override: OverrideMode | null;
  errorCode: ErrorCode | null;
}

/** OpenFeature's error codes, as far as an evaluation can meet them. */
export type ErrorCode = 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'GENERAL';

/** One comparison that a step made: what it asked, what the context had, and whether it held. */
export interface TracedCheck {
  text: string;
  held: boolean;
  found: string;
}

/** One step that was looked at, in order; exactly one has decided. */
export interface TraceStep {
  step: 'override' | 'off' | 'prerequisite' | 'target' | 'rule' | 'fallthrough';
  label: string;
  decided: boolean;
  detail: string;
  checks: TracedCheck[];
}

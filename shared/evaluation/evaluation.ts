import type { OverrideMode } from '../model/override.ts';
import type { Reason } from './reason.ts';

/** The result for one flag and one context. Always a result, never an exception. */
export interface Evaluation {
  variant: string;
  reason: Reason;
  ruleId: string | null;
  segment: string | null;
  /** The bucket that a split looked at, 0 to 99,999. */
  bucket: number | null;
  override: OverrideMode | null;
  errorCode: string | null;
}

/** One step that was looked at, in order; exactly one has decided. */
export interface TraceStep {
  step: 'override' | 'off' | 'target' | 'rule' | 'fallthrough';
  label: string;
  decided: boolean;
  detail: string;
  checks: { text: string; held: boolean }[];
}

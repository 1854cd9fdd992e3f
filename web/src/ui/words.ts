import type { FallbackReason, Outcome, ServedBy } from '../../../shared/model/call.ts';
import type { Flag } from '../../../shared/model/flag.ts';

interface Decided {
  reason: string;
  ruleId: string | null;
  bucket: number | null;
}

/** Why somebody got the variant that they got: "Rule “Beta users”, by its split". */
export function reasonWords(decided: Decided, flag: Pick<Flag, 'rules'> | undefined): string {
  const rule =
    decided.ruleId === null
      ? null
      : `Rule “${flag?.rules.find((candidate) => candidate.id === decided.ruleId)?.name ?? decided.ruleId}”`;
  switch (decided.reason) {
    case 'STATIC':
      return 'Everyone gets this';
    case 'DEFAULT':
      return 'No rule matched';
    case 'TARGETING_MATCH':
      return rule ?? 'Named individually';
    case 'SPLIT':
      return rule === null ? 'By the split' : `${rule}, by its split`;
    case 'DISABLED':
      return 'The flag is off';
    case 'OVERRIDE':
      return 'An override was in force';
    case 'ERROR':
      return 'Nothing to split by';
    default:
      return 'Could not be decided';
  }
}

export const fallbackWords: Record<FallbackReason, string> = {
  timeout: 'it took too long',
  connection: 'the provider could not be reached',
  'rate-limited': 'the provider was busy',
  'provider-error': 'the provider failed',
  'refused-request': 'the provider refused the request',
  'context-too-long': 'the prompt was too long for the model',
  authentication: "the provider did not take the server's key",
  'empty-output': 'the answer was empty',
  'invalid-output': 'the answer did not fit its schema',
  'prompt-error': 'its prompt could not be filled in',
  incomplete: 'the answer was cut off',
  stalled: 'the answer stood still',
  'slow-reader': 'the caller stopped reading',
  'latency-guardrail': 'it passed its latency guardrail',
  'breaker-open': 'its provider kept failing',
  budget: "the day's budget was spent",
  'local-only': "only the product's own code can answer with it",
  overloaded: 'too many calls at once',
  'not-available': 'it could not be used',
};

const servers: Record<Exclude<ServedBy, 'assigned'>, string> = {
  'known-good': 'Known good',
  static: 'Static answer',
  local: "The product's own function",
  cheaper: 'The cheaper variant',
};

/** Who answered in the end: "As assigned", "Known good: it took too long". */
export function servedByWords(servedBy: ServedBy, fallbackReason: FallbackReason | null): string {
  if (servedBy === 'assigned') return 'As assigned';
  const who = servers[servedBy];
  return fallbackReason === null ? who : `${who}: ${fallbackWords[fallbackReason]}`;
}

export const outcomeWords: Record<Outcome, string> = {
  ok: 'OK',
  incomplete: 'Cut off',
  failed: 'Failed',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
};

export const outcomeColors: Record<Outcome, string> = {
  ok: 'pine',
  incomplete: 'amber',
  failed: 'red',
  rejected: 'gray',
  cancelled: 'gray',
};

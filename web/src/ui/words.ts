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
  'empty-output': 'the answer was empty',
  'prompt-error': 'its prompt could not be filled in',
  incomplete: 'the answer was cut off',
  overloaded: 'too many calls at once',
  'not-available': 'it could not be used',
};

/** Who answered in the end: "As assigned", "Known good: it took too long". */
export function servedByWords(servedBy: ServedBy, fallbackReason: FallbackReason | null): string {
  if (servedBy === 'assigned') return 'As assigned';
  const who = servedBy === 'known-good' ? 'Known good' : 'Static answer';
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

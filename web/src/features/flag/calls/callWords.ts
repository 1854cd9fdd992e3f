import type { ConversationMove, FallbackReason, FinishReason } from '../../../../../shared/model/call.ts';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { Attempt, Inference } from '../../../../../shared/model/inference.ts';
import type { RecordedCall } from '../../../trpc.ts';
import { counted, formatCost, none } from '../../../ui/format.ts';
import { fallbackWords } from '../../../ui/words.ts';
import { variantOf } from '../variants.ts';

/** Why a conversation was moved. */
export const moveWords: Record<ConversationMove['why'], string> = {
  override: 'an override was in force',
  off: 'the flag was off',
  prerequisite: 'a flag that this one needs did not serve what it must',
  target: 'the person is named individually',
  'unit-gone': 'the flag no longer has its unit',
  error: 'the flag could not be decided',
};

export const finishWords: Record<FinishReason, string> = {
  stop: 'by itself',
  'tool-calls': 'by asking for tools',
  length: 'cut at a length limit',
  'content-filter': "withheld by the provider's content filter",
};

export const budgetNotes: Record<NonNullable<Inference['budget']>, string> = {
  warn: 'past the warning',
  'fall-back': 'spent, so the cheaper variant',
  refuse: 'spent, so it was refused',
};

/** Why an answer that had begun is not whole. */
export const brokenWords = (reason: FallbackReason): string => `Broke off: ${fallbackWords[reason]}`;

const ends: Record<Attempt['outcome'], string> = {
  ok: 'answered',
  incomplete: 'broke off',
  failed: 'did not answer',
  cancelled: 'was ended: the caller left',
};

/** How one try ended: "did not answer: it took too long". */
export const tryWords = ({ outcome, failure }: Pick<Attempt, 'outcome' | 'failure'>): string =>
  failure === null ? ends[outcome] : `${ends[outcome]}: ${fallbackWords[failure] ?? failure}`;

/** What a try or a call cost. Where nothing was counted, there is nothing to price. */
export function priceWords({ tokens, costUsd }: Pick<Attempt, 'tokens' | 'costUsd'>): string {
  if (costUsd !== null) return formatCost(costUsd);
  return tokens === null ? none : 'unknown price';
}

export interface CallNote {
  text: string;
  /** Something that somebody looking for trouble wants to see. */
  trouble: boolean;
}

/** What is out of the ordinary about a call, in a few words each. Records of older servers lack most of it. */
export function callNotes(flag: Flag, call: RecordedCall): CallNote[] {
  const notes: CallNote[] = [];
  const say = (text: string, trouble = false) => notes.push({ text, trouble });
  if (call.brokenBy) say(brokenWords(call.brokenBy), true);
  if (call.refusal) say('The model declined', true);
  if (call.finishReason === 'length') say('Cut at a length limit', true);
  if (call.finishReason === 'content-filter') say('Withheld by the content filter', true);
  if (call.toolCalls) say(`Asked for ${counted(call.toolCalls, 'tool')}`);
  const rule = ruleWords(flag, call);
  if (rule !== null) say(rule);
  // That the cheaper variant answered is said where the variant is named.
  if (call.budget && call.servedBy !== 'cheaper')
    say(`Day’s budget: ${budgetNotes[call.budget]}`, call.budget !== 'warn');
  if (call.conversation?.move) say(`Conversation moved: ${moveWords[call.conversation.move.why]}`, true);
  else if (call.conversation?.pinned) say(`Turn ${call.conversation.turn}, kept on the conversation’s unit`);
  else if (call.conversation)
    say(
      call.conversation.turn === 0 ? 'In a conversation' : `Turn ${call.conversation.turn} of a conversation`,
    );
  // An open breaker asks nobody.
  const retries = call.attempts.filter(
    (attempt) => (attempt.try ?? 1) > 1 && attempt.failure !== 'breaker-open',
  ).length;
  if (retries > 0) say(counted(retries, 'retry', 'retries'), true);
  return notes;
}

/** Which answering rule gave the answer; null where no rules answered. */
export function ruleWords(
  flag: Flag,
  { variant: key, outcome, responderRule }: Pick<RecordedCall, 'variant' | 'outcome' | 'responderRule'>,
): string | null {
  const variant = variantOf(flag, key);
  if (variant?.kind === 'rules' && outcome === 'ok' && responderRule === null) return 'By the default answer';
  if (!responderRule) return null;
  const known =
    variant?.kind === 'rules' ? variant.responder.rules.find(({ id }) => id === responderRule) : undefined;
  return `By the rule “${known?.name ?? responderRule}”`;
}

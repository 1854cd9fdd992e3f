import type { FlagData, RecordedCall } from '../../../trpc.ts';
import { formatDuration } from '../../../ui/format.ts';
import { fallbackWords } from '../../../ui/words.ts';
import { bucketWords } from '../bucketWords.ts';
import { nameOf } from '../variants.ts';
import { brokenWords, budgetNotes, finishWords, moveWords, ruleWords } from './callWords.ts';
import { placeOf } from './labelOf.ts';

const surfaces: Record<RecordedCall['surface'], string> = {
  trpc: 'tRPC',
  openai: 'OpenAI wire',
  console: 'this app',
};

const usualPriority = 5;

/** What was recorded of a call, in words; only what says something. Records of older servers lack the newer fields. */
export function callFacts(data: FlagData, call: RecordedCall): [string, string][] {
  const { flag } = data;
  const facts: [string, string | null | undefined][] = [
    [
      'Chosen',
      call.assignedVariant === call.variant
        ? null
        : `${nameOf(flag, call.assignedVariant)}, not what answered`,
    ],
    ['Why another answered', call.fallbackReason && fallbackWords[call.fallbackReason]],
    ['Not whole', call.brokenBy && brokenWords(call.brokenBy)],
    ['The answer ended', call.finishReason && finishWords[call.finishReason]],
    ['Refusal', call.refusal ? 'the provider says that the model declined' : null],
    ['Tools asked for', call.toolCalls ? String(call.toolCalls) : null],
    ['Rule', ruleWords(flag, call)],
    ['Day’s budget', call.budget && budgetNotes[call.budget]],
    ['Conversation', conversationWords(data, call)],
    ['First words', call.firstTokenMs === null ? null : `after ${formatDuration(call.firstTokenMs)}`],
    ['In Knowngood', formatDuration(call.overheadMs)],
    ['Place in the split', call.bucket === null ? null : bucketWords(call.bucket)],
    ['Through', `${surfaces[call.surface]}${call.streamed ? ', streamed' : ''}`],
    ['Revision', String(call.revision)],
    ['Priority', (call.priority ?? usualPriority) === usualPriority ? null : `${call.priority} of 10`],
    ['Tokens', call.usageSource === 'estimated' ? 'estimated, not counted by the provider' : null],
    ['Prices', call.priceSource],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

function conversationWords(data: FlagData, { conversation }: RecordedCall): string | null {
  if (!conversation) return null;
  const { id, turn, pinned, move } = conversation;
  const place = move
    ? `; moved from ${placeOf(data, move.from)} to ${placeOf(data, move.to)}: ${moveWords[move.why]}`
    : pinned
      ? '; kept on the unit of its earlier turns'
      : '';
  return `${id}, turn ${turn}${place}`;
}

import type { Evaluation } from '../../shared/evaluation/evaluation.ts';
import type { ConversationMove, ConversationState } from '../../shared/model/call.ts';
import type { Flag } from '../../shared/model/flag.ts';
import { KnowngoodError } from '../errors.ts';
import { type Conversation, type Conversations, mostMoves } from './conversations.ts';
import type { Execution } from './execute.ts';
import type { Detour } from './route.ts';

/** What an earlier turn of this conversation means for this one. */
export interface Pinning {
  earlier: Conversation | null;
  /** What to begin with in place of what the flag decided; null where they agree, or the flag must be obeyed. */
  detour: Detour | null;
  move: ConversationMove | null;
  /** The store did not say: this turn goes where the flag sends it, and leaves the pin as it may be. */
  isUnknown?: true;
}

/** A conversation that was told to start over, and has not been answered since. */
const unpinned = '';

const noPin: Pinning = { earlier: null, detour: null, move: null };

/**
 * A conversation stays on the unit of its first turn: its pin beats rules and splits. Overrides, off,
 * prerequisites and individual targets beat the pin, and so does the flag's losing the unit: then the conversation is
 * moved, or the product is told to start over, as the flag says.
 */
export async function pinOf(
  conversations: Pick<Conversations, 'find'>,
  environment: string,
  { flag, evaluation }: { flag: Flag; evaluation: Evaluation },
  {
    conversation: id,
    userHash,
    now,
  }: { conversation: string | undefined; userHash: string | null; now: Date },
): Promise<Pinning> {
  if (id === undefined) return noPin;
  let earlier: Conversation | null;
  try {
    earlier = await conversations.find({ environment, flag: flag.key, id });
  } catch {
    return { ...noPin, isUnknown: true };
  }
  if (!earlier || earlier.unit === unpinned) return { ...noPin, earlier };
  const unitOf = (key: string) => {
    const variant = flag.variants.find((one) => one.key === key);
    return variant?.kind === 'unit' ? variant.unit : null;
  };
  const forced = forcedBy(evaluation);
  const pinned = flag.variants.find((one) => one.kind === 'unit' && one.unit === earlier.unit);
  if (forced === null && pinned) {
    const agrees = unitOf(evaluation.variant) === earlier.unit;
    return { earlier, detour: agrees ? null : { variant: pinned.key, servedBy: 'assigned' }, move: null };
  }
  // What holds for this one person says nothing about a conversation that somebody else has begun.
  if (forced !== null && personal.has(forced) && earlier.userHash !== null && earlier.userHash !== userHash)
    return { earlier, detour: null, move: null };
  const target = forced === null ? flag.knownGood : evaluation.variant;
  const to = unitOf(target) ?? target;
  if (to === earlier.unit) return { earlier, detour: null, move: null };
  const move: ConversationMove = {
    from: earlier.unit,
    to,
    why: forced ?? 'unit-gone',
    at: now.toISOString(),
  };
  const detour: Detour | null = forced === null ? { variant: target, servedBy: 'known-good' } : null;
  return { earlier, detour, move };
}

/** Reasons that depend on who asks, and not on the flag alone. */
const personal: ReadonlySet<ConversationMove['why']> = new Set(['target', 'prerequisite', 'error']);

function forcedBy({ override, reason, prerequisite, ruleId }: Evaluation): ConversationMove['why'] | null {
  if (override !== null) return 'override';
  if (reason === 'DISABLED') return prerequisite === null ? 'off' : 'prerequisite';
  if (reason === 'ERROR') return 'error';
  return reason === 'TARGETING_MATCH' && ruleId === null ? 'target' : null;
}

/** A conversation that must start over: its next turn goes where the flag sends it, and its move stays on record. */
export const startedOver = ({ earlier, move }: Pinning, at: string): Conversation | null =>
  earlier && { ...earlier, unit: unpinned, turns: 0, moves: movesOf(earlier, move), lastAt: at };

const movesOf = (earlier: Conversation | null, move: ConversationMove | null): ConversationMove[] =>
  [...(earlier?.moves ?? []), ...(move ? [move] : [])].slice(-mostMoves);

/** Tells the product to start over. */
export const restartSignal = (flag: Flag, { earlier, move }: Pinning): KnowngoodError =>
  new KnowngoodError(
    'CONFLICT',
    `Conversation "${earlier?.id}" must start over: what answered it was taken back, and the flag "${flag.key}" does not continue conversations elsewhere. Begin again without the earlier turns`,
    { restart: { conversation: earlier?.id, move } },
  );

/** The conversation after this turn; null while no unit has answered any. */
export function afterTurn(
  { at, ...key }: Pick<Conversation, 'environment' | 'flag' | 'id' | 'userHash'> & { at: string },
  { earlier, move }: Pinning,
  { outcome, unit, variant }: Pick<Execution, 'outcome' | 'unit' | 'variant'>,
): Conversation | null {
  const answered = outcome === 'ok' || outcome === 'incomplete';
  const turns = (earlier?.turns ?? 0) + (answered ? 1 : 0);
  const moves = movesOf(earlier, move);
  // A fallback is for one request: only a first answer or a move sets the pin, and only to a unit that answered.
  const sets = answered && unit !== null && (!earlier || earlier.unit === unpinned || move !== null);
  if (!earlier) return sets ? { ...key, unit, variant, turns, moves, createdAt: at, lastAt: at } : null;
  return { ...earlier, ...(sets ? { unit, variant } : {}), turns, moves, lastAt: at };
}

/** What the answer and the record say of the conversation. */
export const stateOf = (
  id: string,
  { earlier, detour, move }: Pinning,
  after: Conversation | null,
): ConversationState => ({
  id,
  turn: after?.turns ?? earlier?.turns ?? 0,
  pinned: detour !== null && move === null,
  move,
});

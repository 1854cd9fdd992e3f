import { leastQueries } from '../../../../shared/migration/statisticalVerdict.ts';
import type { MigrationState } from './types.ts';

/** What a person can do about a migration: the acts, and two that are no acts of the migration itself. */
export type Move =
  | 'start'
  | 'pause'
  | 'resume'
  | 'backfill'
  | 'verify'
  | 'approve'
  | 'canary'
  | 'cutover'
  | 'reverse'
  | 'retire'
  | 'cancel'
  | 'golden';

/** Where a migration stands and what comes next: one sentence, one button, and the others that are possible. */
export interface NextStep {
  title: string;
  sentence: string;
  /** Null where there is nothing to do but wait, or nothing at all. */
  primary: Move | null;
  others: Move[];
  tone: 'calm' | 'attention' | 'bad';
}

type Of = Pick<
  MigrationState,
  'stage' | 'gate' | 'gateRunning' | 'pending' | 'canaryPercent' | 'cutovers' | 'serving'
>;

/** @param mayApprove Whether the one who looks is another than the one who started; null while that is not known. */
export function nextStep(state: Of, mayApprove: boolean | null): NextStep {
  if (state.pending !== null) {
    const towards = state.pending.act === 'cutover' ? 'new' : 'old';
    return {
      title: state.pending.act === 'cutover' ? 'Cutting over' : 'Reversing',
      sentence: `Queries are about to go to the ${towards} index. It takes a few seconds at most.`,
      primary: null,
      others: [],
      tone: 'attention',
    };
  }
  return byStage[state.stage](state, mayApprove);
}

const calm = (title: string, sentence: string, primary: Move | null, ...others: Move[]): NextStep => ({
  title,
  sentence,
  primary,
  others,
  tone: 'calm',
});

const byStage: Record<MigrationState['stage'], (state: Of, mayApprove: boolean | null) => NextStep> = {
  draft: () =>
    calm(
      'Ready to start',
      'Start it: the new index is built beside the old one, and no query changes.',
      'start',
      'cancel',
    ),
  'dual-write': () =>
    calm(
      'Opening the new index',
      'From now on every write goes to both indexes. It goes on by itself.',
      null,
      'cancel',
    ),
  backfilling: () =>
    calm(
      'Building the new index',
      'Nothing to do: documents are embedded, and the comparison follows by itself. Pause it if it disturbs.',
      'pause',
      'cancel',
    ),
  paused: () => ({
    ...calm('Paused', 'Resume it: the backfill goes on where it stopped.', 'resume', 'cancel'),
    tone: 'attention',
  }),
  verifying: verifying,
  ready: () =>
    calm(
      'Ready to cut over',
      'The new index passed. Cut over: every query goes to it, and one button takes it back.',
      'cutover',
      'canary',
      'verify',
      'cancel',
    ),
  stale: () => ({
    ...calm(
      'The verdict holds no longer',
      'Compare again: the verdict is a day old, or what it judged has changed.',
      'verify',
      'golden',
      'cancel',
    ),
    tone: 'attention',
  }),
  canary: ({ canaryPercent, gateRunning }) =>
    calm(
      `${canaryPercent}% of askers are on the new index`,
      gateRunning
        ? 'The two are compared again. If the figures below look right, cut over when that is done.'
        : 'If the figures below look right, cut over: every query goes to the new index.',
      'cutover',
      'verify',
      'cancel',
    ),
  'serving-new': () =>
    calm(
      'The new index serves',
      'If answers look wrong, reverse: every query goes back to the old index, and no write is lost.',
      'reverse',
      'retire',
    ),
  'serving-old': reversed,
  retiring: () => calm('Dropping the index that does not serve', 'It goes on by itself.', null),
  retired: ({ serving }) =>
    calm(
      'Finished',
      `The ${serving} index serves every query; the other one is gone for good. To change it again, plan another move.`,
      null,
    ),
  cancelled: () =>
    calm(
      'Cancelled',
      'The old index serves every query, as before; what was built of the new one is gone. To try something else, plan another move.',
      null,
    ),
};

function verifying({ gate, gateRunning }: Of, mayApprove: boolean | null): NextStep {
  if (gateRunning)
    return calm(
      'Comparing the two indexes',
      'Nothing to do: the verdict comes by itself, in seconds to minutes.',
      null,
      'cancel',
    );
  switch (gate?.verdict) {
    case 'fail':
      return failed(gate.words);
    case 'inconclusive':
      return {
        title: 'Not decided',
        sentence: undecided(gate.words),
        primary: 'golden',
        others: ['verify', 'backfill', 'cancel'],
        tone: 'attention',
      };
    case 'unjudged':
      return unjudged(mayApprove);
    default:
      return {
        ...calm('No verdict yet', 'Compare the two indexes.', 'verify', 'backfill', 'cancel'),
        tone: 'attention',
      };
  }
}

/** A failed check can be mended; answers that are worse, whatever else failed, are so again in the next comparison. */
const failed = (words: string): NextStep =>
  /(^|\. )Worse: /.test(words)
    ? {
        title: 'The new index did not pass',
        sentence:
          'It answers worse. Cancel this migration and plan another index: comparing again would find the same. Queries still go to the old index.',
        primary: 'cancel',
        others: ['golden', 'verify'],
        tone: 'bad',
      }
    : {
        title: 'The new index did not pass',
        sentence: 'Mend what is named below, then compare again. Queries still go to the old index.',
        primary: 'verify',
        others: ['backfill', 'golden', 'cancel'],
        tone: 'bad',
      };

function undecided(words: string): string {
  const used = Number(/ over (\d+) quer/.exec(words)?.[1] ?? leastQueries);
  return used < leastQueries
    ? `A verdict takes at least ${leastQueries} golden queries that can be used; there ${used === 1 ? 'is 1' : `are ${used}`}. Add more of them, then compare again.`
    : 'The golden queries do not tell whether it is as good. Add more of them, then compare again.';
}

const unjudged = (mayApprove: boolean | null): NextStep =>
  mayApprove === true
    ? {
        title: 'Waits for your approval',
        sentence:
          'Golden queries alone do not decide here; the words below say why. Approve it if you have looked at its answers yourself.',
        primary: 'approve',
        others: ['golden', 'verify', 'cancel'],
        tone: 'attention',
      }
    : {
        title: 'Waits for golden queries, or a second person',
        sentence:
          'Nothing speaks against it, but golden queries alone do not decide here. Add golden queries, or ask somebody else to approve here.',
        primary: 'golden',
        others: ['verify', 'cancel'],
        tone: 'attention',
      };

function reversed({ gate, gateRunning }: Of, mayApprove: boolean | null): NextStep {
  const through = gate?.verdict === 'pass' || (gate?.verdict === 'unjudged' && gate.approvedBy !== null);
  const base = {
    title: 'Reversed: the old index serves',
    others: ['verify', 'golden', 'retire'] as Move[],
    tone: 'attention' as const,
  };
  if (gateRunning)
    return {
      ...base,
      sentence: 'The two are compared again. The verdict comes by itself.',
      primary: null,
      others: ['retire'],
    };
  if (!through && gate?.verdict === 'unjudged' && mayApprove === true)
    return { ...base, sentence: 'Approve it first, then it can be cut over again.', primary: 'approve' };
  return through
    ? {
        ...base,
        sentence: 'Both indexes still get every write. Cut over again when what was wrong is mended.',
        primary: 'cutover',
      }
    : {
        ...base,
        sentence: 'Compare again before it can be cut over again.',
        primary: 'verify',
        others: ['golden', 'retire'],
      };
}

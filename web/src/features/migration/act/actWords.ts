import type { Move } from '../nextStep.ts';
import type { MigrationState } from '../types.ts';

type Act = Exclude<Move, 'golden'>;

export interface ActWords {
  /** On the button that opens the dialog. */
  button: string;
  title: string;
  /** On the button that does it. */
  confirm: string;
  color: 'pine' | 'red' | 'amber';
  /** What it means, and how to undo it. */
  about: string;
  done: string;
  /** Whether the collection's key has to be typed in any case. */
  typed: boolean;
  /** What stands in the reason already, for what is done at night. */
  reason?: string;
}

const plain = { color: 'pine', typed: false } as const;

/** What people read about each act before they do it. */
export const actWords: Record<Act, ActWords> = {
  start: {
    ...plain,
    button: 'Start…',
    title: 'Start the migration',
    confirm: 'Start',
    about: 'Queries go on to the old index. It can be paused, made slower, or cancelled at any time.',
    done: 'Started',
  },
  pause: {
    ...plain,
    button: 'Pause…',
    title: 'Pause the backfill',
    confirm: 'Pause',
    about: 'New writes still go to both indexes. Resuming goes on where it stopped.',
    done: 'Paused',
  },
  resume: {
    ...plain,
    button: 'Resume…',
    title: 'Resume the backfill',
    confirm: 'Resume',
    about: 'It goes on where it stopped.',
    done: 'Resumed',
  },
  backfill: {
    ...plain,
    button: 'Backfill again…',
    title: 'Go over all documents again',
    confirm: 'Backfill again',
    about:
      'This mends documents that are missing or outdated in the new index. What is right already is skipped. The comparison follows by itself.',
    done: 'The backfill has begun again',
  },
  verify: {
    ...plain,
    button: 'Compare again…',
    title: 'Compare the two indexes again',
    confirm: 'Compare again',
    about:
      'Both indexes are asked the golden queries, and the new one is checked. Queries of users are not touched.',
    done: 'The comparison has begun',
  },
  approve: {
    ...plain,
    button: 'Approve…',
    title: 'Approve without golden queries',
    confirm: 'Approve',
    about:
      'Nobody has measured whether the new index answers as well. You say that you have looked, and that it does. Your name stands in the history.',
    done: 'Approved',
  },
  canary: {
    ...plain,
    button: 'Try on a share…',
    title: 'Try the new index on a share of askers',
    confirm: 'Set the share',
    about:
      'A share of those who ask is answered by the new index; the others stay on the old one. At 0% all are back on the old one.',
    done: 'The share is set',
  },
  cutover: {
    ...plain,
    button: 'Cut over…',
    title: 'Cut over to the new index',
    confirm: 'Cut over',
    typed: true,
    about:
      'The old index stays, and gets every write: “Reverse” takes all queries back in seconds, without losing a write.',
    done: 'Every query goes to the new index',
  },
  reverse: {
    ...plain,
    button: 'Reverse…',
    title: 'Reverse to the old index',
    confirm: 'Reverse',
    color: 'red',
    about: 'The new index stays, and gets every write: it can be cut over again later.',
    done: 'Every query goes to the old index',
    reason: 'Answers of the new index looked wrong',
  },
  retire: {
    button: 'Retire the other index…',
    title: 'Retire the other index for good',
    confirm: 'Retire for good',
    color: 'red',
    typed: true,
    about:
      'This is the point of no return. After it nothing can be reversed: going back takes another migration.',
    done: 'The index that does not serve is being dropped',
  },
  cancel: {
    ...plain,
    button: 'Cancel the migration…',
    title: 'Cancel the migration',
    confirm: 'Cancel the migration',
    color: 'red',
    about:
      'The old index serves on, as if nothing had been begun. What has been built of the new one is dropped.',
    done: 'Cancelled',
  },
};

/** A retirement names the index that goes, as its button does. */
export const retireTitle = ({ serving }: Pick<MigrationState, 'serving'>): string =>
  `Retire the ${serving === 'new' ? 'old' : 'new'} index`;

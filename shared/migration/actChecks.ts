import type { Check } from './check.ts';
import { idleVersion, type Migration } from './migration.ts';
import { verdictInWords } from './verdictInWords.ts';

/** The collection's key must have been typed. */
export const confirmed = ({ collection }: Migration, typed: string): Check => ({
  check: 'confirmation',
  passed: typed === collection,
  figure: typed === collection ? 'Confirmed by key' : `"${typed}" was typed`,
  mend: typed === collection ? '' : `Type the collection's key, "${collection}"`,
});

/** Never refuses: whoever reads the checks of a retirement learns which index goes for good. */
export const whatGoes = (state: Migration): Check => ({
  check: 'dropped-index',
  passed: true,
  figure: `What goes for good is the ${state.serving === 'new' ? 'old' : 'new'} index, ${idleVersion(state)}`,
  mend: '',
});

/** The person, the migration and the collection must agree on how often it was flipped. */
export function sameEpoch(
  state: Migration,
  { epoch, epochSeen }: { epoch: number; epochSeen: number },
): Check {
  const passed = epoch === epochSeen && epoch === state.epoch;
  const figure =
    epoch === epochSeen
      ? `The collection is at epoch ${epoch}${passed ? '' : `, this migration knows ${state.epoch}`}`
      : `You saw epoch ${epochSeen}, it is ${epoch} now`;
  const mend =
    epoch === epochSeen
      ? 'Another migration has flipped the collection: start a new one from the version that serves now'
      : 'Somebody flipped the collection meanwhile: look again before you decide';
  return { check: 'epoch', passed, figure, mend: passed ? '' : mend };
}

/** What an approval of an index that no golden query could judge takes. */
export const approvalChecks = ({ gate, gateRunning, startedBy }: Migration, by: string): Check[] => [
  {
    check: 'verdict-there',
    passed: !gateRunning,
    figure: gateRunning ? 'A verdict is being made' : 'No verdict is under way',
    mend: gateRunning ? 'Wait for the verdict' : '',
  },
  {
    check: 'unjudged',
    passed: gate?.verdict === 'unjudged',
    figure:
      gate === null
        ? 'There is no verdict yet'
        : `The verdict: ${verdictInWords[gate.verdict].toLowerCase()}`,
    mend:
      gate?.verdict === 'unjudged'
        ? ''
        : 'Only an index that no golden query could judge is let through by approval. Mend what the gate names, then verify again',
  },
  {
    check: 'second-person',
    passed: by !== startedBy,
    figure: by === startedBy ? 'You started this migration' : 'Approved by a second person',
    mend: by === startedBy ? 'Ask somebody else to approve' : '',
  },
];

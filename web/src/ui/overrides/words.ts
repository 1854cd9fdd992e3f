import type { Flag } from '../../../../shared/model/flag.ts';
import { counted } from '../format.ts';
import { valueWords } from '../valueWords.ts';
import { everything, type OverrideRequest } from './request.ts';

export interface OverrideWords {
  title: string;
  /** What happens, and to whom. */
  effect: string;
  undo: string;
  confirm: string;
  defaultReason: string;
  done: string;
}

const quote = (text: string): string => `“${text.length > 90 ? `${text.slice(0, 90)}…` : text}”`;

function nameIn(flag: Flag | undefined, key: 'knownGood' | 'fallback'): string | null {
  const variant = flag?.variants.find((candidate) => candidate.key === flag[key]);
  return variant?.name ?? null;
}

function staticAnswer(flag: Flag | undefined): string {
  const variant = flag?.variants.find((candidate) => candidate.key === flag.fallback);
  if (variant?.kind === 'static') return `the fixed answer ${quote(variant.text)}`;
  return variant?.kind === 'value' ? `the value ${quote(valueWords(variant.value))}` : 'its fixed answer';
}

/** Everything that the dialog says, so that nobody has to guess at three in the morning. */
export function overrideWords(
  request: OverrideRequest,
  flag: Flag | undefined,
  flagCount: number | undefined,
): OverrideWords {
  const all = request.target === everything;
  const name = all ? 'Everything' : (request.name ?? flag?.name ?? request.target);
  const who = all
    ? `Every caller of every flag${flagCount === undefined ? '' : ` (${counted(flagCount, 'flag')})`}`
    : `Every caller of ${name}`;
  const beats =
    'It beats every target, rule and split, on or off, from the next call on. Calls that are already running finish as they began.';
  const undo = 'Lift it whenever you like: targeting stays as it is underneath and comes back unchanged.';
  switch (request.action) {
    case 'kill':
      return {
        title: all ? 'Kill everything' : `Kill ${name}`,
        effect: `${who} gets ${all ? 'that flag’s fixed answer' : staticAnswer(flag)}. ${flag?.kind === 'value' ? '' : 'No model is called. '}${beats}`,
        undo,
        confirm: 'Kill now',
        defaultReason: 'Emergency stop',
        done: all ? 'Every flag serves its static answer' : `${name} is killed`,
      };
    case 'known-good':
      return {
        title: all ? 'Switch everything to known good' : `Switch ${name} to known good`,
        effect: `${who} gets ${all ? 'that flag’s known-good variant' : `known good${nameIn(flag, 'knownGood') === null ? '' : `, ${nameIn(flag, 'knownGood')}`}`}. ${beats}`,
        undo,
        confirm: 'Switch to known good',
        defaultReason: 'Back to known good',
        done: all ? 'Everything is on known good' : `${name} is on known good`,
      };
    case 'lift':
      return {
        title: all ? 'Lift the override on everything' : `Lift the override on ${name}`,
        effect: `${who} gets what targeting says again, from the next call on.${all ? ' Overrides on single flags stay in force.' : ''}`,
        undo: 'You can put an override in force again at any time.',
        confirm: 'Lift',
        defaultReason: 'Back to normal',
        done: all ? 'The override on everything is lifted' : `${name} follows its targeting again`,
      };
  }
}

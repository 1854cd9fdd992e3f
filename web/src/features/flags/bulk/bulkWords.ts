import type { FlagSummary, Inputs } from '../../../trpc.ts';
import { counted } from '../../../ui/format.ts';

export type BulkAction = 'on' | 'off' | 'tag' | 'untag' | 'owner';
type Change = Inputs['flags']['bulk']['set'];

/** What the server is asked to set; null while something has to be typed. */
export function bulkChange(action: BulkAction, typed: string): Change | null {
  switch (action) {
    case 'on':
      return { on: true };
    case 'off':
      return { on: false };
    case 'tag':
      return typed.trim() === '' ? null : { addTags: [typed.trim()] };
    case 'untag':
      return typed.trim() === '' ? null : { removeTags: [typed.trim()] };
    case 'owner':
      return { owner: typed.trim() };
  }
}

export const bulkTitles: Record<BulkAction, string> = {
  on: 'Turn on',
  off: 'Turn off',
  tag: 'Add a tag to',
  untag: 'Remove a tag from',
  owner: 'Set the owner of',
};

/** What will happen, to which flags, and how to undo it. */
export function bulkWords(action: BulkAction, flags: readonly FlagSummary[]): string {
  const names = flags.slice(0, 5).map((flag) => flag.name);
  const more = flags.length - names.length;
  const list = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const already = flags.filter((flag) => flag.on === (action === 'on')).length;
  const same =
    (action === 'on' || action === 'off') && already > 0 ? ` ${counted(already, 'flag')} already so.` : '';
  const effect =
    action === 'off'
      ? ' Every caller of these flags gets the off variant, from the next call on.'
      : action === 'on'
        ? ' Every caller gets what targeting says, from the next call on.'
        : ' Nobody gets anything else than before.';
  return `${list}.${effect}${same} It is one revision; to undo it, restore the one before.`;
}

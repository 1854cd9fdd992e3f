import { createContext, useContext } from 'react';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { FlagData } from '../../../trpc.ts';
import type { FlagChange } from './saving/useFlagDraft.ts';

/** What every part of the editor reads and changes. */
export interface Editor {
  /** The flag as it is being edited; it need not be valid. */
  draft: Flag;
  /** The flag that the draft was begun from. */
  base: Flag;
  data: FlagData;
  change: (change: FlagChange) => void;
}

const Context = createContext<Editor | null>(null);
export const EditorContext = Context.Provider;

export function useEditor(): Editor {
  const editor = useContext(Context);
  if (!editor) throw new Error('Only inside the flag editor');
  return editor;
}

import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Flag } from '../../../../../../shared/model/flag.ts';
import { type FlagData, queryClient, trpc } from '../../../../trpc.ts';
import { conflictOf } from '../../../../ui/problem.ts';
import { toastSaved } from '../../../../ui/toast.ts';
import { flagIssues } from './flagIssues.ts';
import { differs, mergeFlags } from './mergeFlags.ts';

const optional = [
  'plannedEnd',
  'maxOutputCharacters',
  'allowSystemMessages',
  'budget',
  'onRollback',
] as const satisfies (keyof Flag)[];

/** What a field of the editor sets; undefined takes an optional setting away. */
export type FlagChange = { [Field in keyof Flag]?: Flag[Field] | undefined };

interface Begun {
  flag: Flag;
  version: number;
  /** Counts how often the draft was replaced as a whole; fields that keep what was typed begin anew. */
  generation: number;
}

/** A whole flag as it is being edited, apart from the flag as it is live, until it is saved. */
export function useFlagDraft(data: FlagData, onSaved: () => void) {
  const [begun, setBegun] = useState<Begun>({ flag: data.flag, version: data.version, generation: 0 });
  const [draft, setDraft] = useState<Flag>(data.flag);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const issues = useMemo(() => flagIssues(draft), [draft]);
  const save = useMutation(
    trpc.flags.save.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastSaved(result, `${draft.name} is saved`);
        onSaved();
      },
      onError: () => void queryClient.invalidateQueries({ queryKey: trpc.flags.get.pathKey() }),
    }),
  );
  const conflict = save.error ? conflictOf(save.error) : null;
  const begin = (flag: Flag, from: Flag, version: number) => {
    setBegun({ flag: from, version, generation: begun.generation + 1 });
    setDraft(flag);
    save.reset();
  };
  return {
    draft,
    base: begun.flag,
    generation: begun.generation,
    reason,
    issues: tried ? issues : [],
    dirty: differs(begun.flag, draft),
    stale: begun.version !== data.version && conflict === null && !save.isPending && !save.isSuccess,
    conflict,
    error: conflict ? null : save.error,
    saving: save.isPending,
    saved: save.isSuccess,
    setReason,
    change: (change: FlagChange) =>
      setDraft((now) => {
        const next = { ...now, ...change } as Flag;
        // An absent setting has no key at all.
        for (const setting of optional) if (next[setting] === undefined) delete next[setting];
        return next;
      }),
    /** True when it was sent; false when something has to be mended first. */
    submit: (): boolean => {
      setTried(true);
      if (issues.length > 0) return false;
      save.mutate({ flag: draft, expectedVersion: begun.version, reason: reason.trim() });
      return true;
    },
    useTheirs: () => conflict && begin(conflict.theirs, conflict.theirs, conflict.version),
    mergeTheirs: () => {
      if (!conflict) return;
      const { flag } = mergeFlags(begun.flag, draft, conflict.theirs);
      begin(flag, conflict.theirs, conflict.version);
    },
  };
}

export type FlagDraft = ReturnType<typeof useFlagDraft>;

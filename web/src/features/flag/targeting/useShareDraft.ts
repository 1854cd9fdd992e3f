import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Rule, Serve } from '../../../../../shared/model/flag.ts';
import { type FlagData, queryClient, trpc } from '../../../trpc.ts';
import { type Conflict, conflictOf } from '../../../ui/problem.ts';
import { toastSaved } from '../../../ui/toast.ts';
import { bucketsOf, nameOf } from '../variants.ts';
import { available, likelyDonor, likelyPair, type Pair } from './share.ts';

interface Draft extends Pair {
  /** Buckets for the candidate. */
  share: number;
  /** The flag's version when this draft was begun. */
  version: number;
}

/** What somebody has typed but not saved, kept apart from the flag as it is now. */
export function useShareDraft(data: FlagData, rule: Rule | null, serve: Serve) {
  const { flag, version } = data;
  const [draft, setDraft] = useState<Draft | null>(null);
  const [reason, setReason] = useState('');
  const pair: Pair = draft ?? likelyPair(flag, serve);
  const has = bucketsOf(serve).get(pair.candidate) ?? 0;
  const most = available(serve, pair);
  const share = draft?.share ?? has;

  const clear = () => {
    setDraft(null);
    setReason('');
    save.reset();
  };
  const save = useMutation(
    trpc.flags.setShare.mutationOptions({
      onSuccess: (result, input) => {
        void queryClient.invalidateQueries();
        toastSaved(
          result,
          `${nameOf(flag, input.candidate)} is at ${input.share / 1_000}%`,
          rule ? `Rule “${rule.name}” of ${flag.name}` : flag.name,
        );
        clear();
      },
      onError: () => void queryClient.invalidateQueries({ queryKey: trpc.flags.get.pathKey() }),
    }),
  );
  const conflict: Conflict | null = save.error ? conflictOf(save.error) : null;
  const begin = (change: Partial<Draft>): void =>
    setDraft({ ...pair, share, version: draft?.version ?? version, ...change });

  return {
    pair,
    has,
    most,
    share,
    reason,
    dirty: draft !== null && draft.share !== has,
    stale: draft !== null && draft.version !== version && conflict === null,
    error: conflict ? null : save.error,
    conflict,
    saving: save.isPending,
    setReason,
    setShare: (next: number) => begin({ share: Math.max(0, Math.min(most, next)) }),
    setCandidate: (candidate: string) =>
      setDraft({
        candidate,
        donor: likelyDonor(flag, serve, candidate),
        share: bucketsOf(serve).get(candidate) ?? 0,
        version,
      }),
    setDonor: (donor: string) =>
      begin({ donor, share: Math.min(share, available(serve, { candidate: pair.candidate, donor })) }),
    clear,
    submit: (onTopOf?: number) =>
      save.mutate({
        flag: flag.key,
        rule: rule?.id ?? null,
        candidate: pair.candidate,
        donor: pair.donor,
        share,
        expectedVersion: onTopOf ?? draft?.version ?? version,
        reason: reason.trim(),
      }),
  };
}

export type ShareDraft = ReturnType<typeof useShareDraft>;

import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Flag } from '../../../../../shared/model/flag.ts';
import { type FlagSummary, queryClient, trpc } from '../../../trpc.ts';
import type { Issue } from '../../../ui/form/issues.ts';
import { keyFrom } from '../../../ui/form/keyFrom.ts';
import { validate } from '../../../ui/form/validate.ts';
import { isPending, toastSaved } from '../../../ui/toast.ts';
import { blankPlan, type FlagPlan, newFlag } from './newFlag.ts';

const ofFirstStep = ({ path }: Issue): boolean => ['name', 'key', 'description', 'owner'].includes(path);

/** The wizard's plan, checked with the server's own schema. */
export function useCreateFlag(flags: readonly FlagSummary[]) {
  const navigate = useNavigate();
  const [plan, setPlan] = useState<FlagPlan>(blankPlan);
  const [random] = useState(() => Math.random());
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState<'nothing' | 'about' | 'all'>('nothing');
  const flag = newFlag(plan, random);
  const found = useMemo(() => {
    const taken = flags.some((one) => one.key === plan.key);
    const issues = validate(Flag, newFlag(plan, random));
    return taken ? [{ path: 'key', message: 'Another flag has this key' }, ...issues] : issues;
  }, [plan, random, flags]);
  const save = useMutation(
    trpc.flags.save.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastSaved(result, `${plan.name} is created`, 'It is switched off.');
        if (isPending(result)) return void navigate({ to: '/approvals' });
        void navigate({ to: '/flags/$flag', params: { flag: plan.key } });
      },
    }),
  );
  return {
    plan,
    reason,
    setReason,
    issues: tried === 'all' ? found : tried === 'about' ? found.filter(ofFirstStep) : [],
    error: save.error,
    saving: save.isPending,
    /** The key follows the name until somebody types one. */
    change: (change: Partial<FlagPlan>) =>
      setPlan((old) => {
        const follows = change.name !== undefined && old.key === keyFrom(old.name);
        return { ...old, ...change, ...(follows ? { key: keyFrom(change.name ?? '') } : {}) };
      }),
    checkAbout: (): boolean => {
      setTried(tried === 'all' ? 'all' : 'about');
      return !found.some(ofFirstStep);
    },
    /** False when something of the first step has to be mended. */
    submit: (): boolean => {
      setTried('all');
      if (found.length === 0) save.mutate({ flag, expectedVersion: 0, reason: reason.trim() });
      return !found.some(ofFirstStep);
    },
  };
}

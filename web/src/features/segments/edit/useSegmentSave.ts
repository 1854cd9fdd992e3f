import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Segment } from '../../../../../shared/model/segment.ts';
import { queryClient, trpc } from '../../../trpc.ts';
import { validate } from '../../../ui/form/validate.ts';
import { toastSaved } from '../../../ui/toast.ts';

/** Checks a segment with the server's own schema and saves it; `version` is 0 for a new one. */
export function useSegmentSave(draft: Segment, version: number, onSaved: () => void) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const issues = useMemo(() => validate(Segment, draft), [draft]);
  const save = useMutation(
    trpc.segments.save.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastSaved(result, `${draft.name} is saved`);
        onSaved();
      },
      onError: () => void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() }),
    }),
  );
  return {
    reason,
    setReason,
    issues: tried ? issues : [],
    error: save.error,
    saving: save.isPending,
    saved: save.isSuccess,
    reset: save.reset,
    submit: (expectedVersion = version) => {
      setTried(true);
      if (issues.length === 0) save.mutate({ segment: draft, expectedVersion, reason: reason.trim() });
    },
  };
}

import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queryClient, trpc } from '../../../trpc.ts';
import { toastWarning } from '../../../ui/toast.ts';
import { keptWords } from './keptWords.ts';
import { readGoldenSet } from './readGoldenSet.ts';

/** What is typed of a golden set, how it reads, and how it is kept. */
export function useGoldenDraft(collection: string, onKept?: (queries: number) => void) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const read = useMemo(() => readGoldenSet(text), [text]);
  const keep = useMutation(
    trpc.migrations.keepGoldenSet.mutationOptions({
      onSuccess: (kept) => {
        void queryClient.invalidateQueries({ queryKey: trpc.migrations.pathKey() });
        setText('');
        setName('');
        const wrong = keptWords(kept);
        if (wrong) toastWarning(wrong.title, wrong.message);
        onKept?.(kept.queries);
      },
    }),
  );
  const isReady = read.queries.length > 0 && read.problems.length === 0 && name.trim() !== '';
  const typed = { collection, name: name.trim(), queries: read.queries };
  const save = () => {
    if (isReady) keep.mutate(typed);
  };
  /** The same for who goes on only once they are kept. */
  const keepNow = () => keep.mutateAsync(typed);
  return { name, setName, text, setText, read, keep, isReady, save, keepNow };
}

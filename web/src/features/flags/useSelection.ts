import { useCallback, useState } from 'react';
import type { FlagSummary } from '../../trpc.ts';

/** Which flags are ticked, by key; those that the filters hide stay ticked but do not count. */
export function useSelection(found: readonly FlagSummary[]) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (flag: string) =>
      setTicked((old) => {
        const next = new Set(old);
        if (!next.delete(flag)) next.add(flag);
        return next;
      }),
    [],
  );
  const flags = found.filter((flag) => ticked.has(flag.key));
  return {
    flags,
    count: flags.length,
    has: (flag: string) => ticked.has(flag),
    toggle,
    all: (all: readonly FlagSummary[]) => setTicked(new Set(all.map((flag) => flag.key))),
    clear: () => setTicked(new Set()),
  };
}

export type Selection = ReturnType<typeof useSelection>;

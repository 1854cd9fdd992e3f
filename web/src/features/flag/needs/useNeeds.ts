import { useQueries } from '@tanstack/react-query';
import type { Flag, Prerequisite } from '../../../../../shared/model/flag.ts';
import { queryClient, trpc } from '../../../trpc.ts';
import { type Layout, layOut } from './layOut.ts';

/** More than that no small graph can show, and each is one more request. */
const mostFetched = 12;

/** All that a flag needs, directly or through others: this flag as it is given, the others as they are live. */
export function useNeeds(flag: Flag): Layout {
  const needs = (key: string): readonly Prerequisite[] =>
    key === flag.key
      ? flag.prerequisites
      : (queryClient.getQueryData(trpc.flags.get.queryKey({ flag: key }))?.flag.prerequisites ?? []);
  const layout = layOut(flag.key, needs);
  // What arrives is drawn at once, and may name further flags to fetch.
  useQueries({
    queries: layout.nodes
      .filter((node) => node.flag !== flag.key)
      .slice(0, mostFetched)
      .map((node) => trpc.flags.get.queryOptions({ flag: node.flag }, { staleTime: 60_000 })),
  });
  return layout;
}

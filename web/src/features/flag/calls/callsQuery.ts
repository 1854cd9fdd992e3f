import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Outcome } from '../../../../../shared/model/call.ts';
import { trpc, trpcClient } from '../../../trpc.ts';

const pageSize = 50;

/** Calls of one flag, page by page; its key lies under `inferences`, so live traffic refreshes it. */
export function callsQuery(flag: string, outcome: Outcome | null) {
  const filter = outcome === null ? { flag, limit: pageSize } : { flag, outcome, limit: pageSize };
  return infiniteQueryOptions({
    queryKey: [...trpc.inferences.pathKey(), 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      trpcClient.inferences.recent.query(pageParam === null ? filter : { ...filter, before: pageParam }, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

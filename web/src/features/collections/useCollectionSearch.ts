import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { trpc, trpcClient } from '../../trpc.ts';

interface Query {
  key: string;
  query: string;
  /** A live index version other than the one that serves. */
  version?: string;
}

/** Passages that are asked for. */
const k = 6;

/** The best passages for a query, with how long the answer took to come here, in milliseconds. */
export function useCollectionSearch(input: Query) {
  return useQuery({
    queryKey: [...trpc.collections.search.queryKey({ ...input, k }), 'timed'],
    queryFn: async ({ signal }) => {
      const startedAt = performance.now();
      const answer = await trpcClient.collections.search.query({ ...input, k }, { signal });
      return { ...answer, ms: performance.now() - startedAt };
    },
    enabled: input.query !== '',
    placeholderData: keepPreviousData,
  });
}

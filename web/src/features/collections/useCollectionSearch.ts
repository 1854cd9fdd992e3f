import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { trpcClient } from '../../trpc.ts';

interface Query {
  key: string;
  query: string;
  /** A live index version other than the one that serves. */
  version?: string;
  /** How many passages are asked for. */
  k: number;
  /** Grows when the same is asked once more. */
  again: number;
}

/** The best passages for a query, with how long the answer took to come here, in milliseconds. */
export function useCollectionSearch(input: Query) {
  return useQuery({
    // Of its own, so that a change of the collection does not put people's queries again.
    queryKey: ['passages', input],
    queryFn: async ({ signal }) => {
      const { again: _, ...asked } = input;
      const startedAt = performance.now();
      const answer = await trpcClient.collections.search.mutate(asked, { signal });
      return { ...answer, ms: performance.now() - startedAt };
    },
    enabled: input.query !== '',
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

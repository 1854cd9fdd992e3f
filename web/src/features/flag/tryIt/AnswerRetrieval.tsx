import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc, trpcClient } from '../../../trpc.ts';
import { RetrievedFrom } from '../../../ui/indexes/RetrievedFrom.tsx';

const everyMs = 1_000;
const mostLooks = 15;
/** The call is among the newest ones: it was made a moment ago. */
const limit = 50;

/** Which index the passages of an answer came from, as soon as the call is recorded. */
export function AnswerRetrieval({ flag, requestId }: { flag: string; requestId: string }) {
  const { data } = useQuery({
    // Of this call alone: the list of calls elsewhere keeps its own.
    queryKey: [...trpc.inferences.pathKey(), 'retrieval', requestId],
    queryFn: async ({ signal }) => {
      const { inferences } = await trpcClient.inferences.recent.query({ flag, limit }, { signal });
      return inferences.find(({ id }) => id === requestId) ?? null;
    },
    refetchInterval: ({ state }) => (state.dataUpdateCount < mostLooks && !state.data ? everyMs : false),
  });
  if (!data?.retrieval) return null;
  return (
    <Text size="sm" c="dimmed" mt={4}>
      Passages from <RetrievedFrom from={data.retrieval} />
    </Text>
  );
}

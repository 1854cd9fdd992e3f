import { queryOptions } from '@tanstack/react-query';
import { type Inputs, trpc, trpcClient } from '../../../trpc.ts';

/** What an act would do, as of now. Sent as a body, not in an address: hundreds of waived documents must fit. */
export const dryRunQuery = (request: Inputs['migrations']['dryRun']) =>
  queryOptions({
    queryKey: [...trpc.migrations.dryRun.mutationKey(), request],
    queryFn: () => trpcClient.migrations.dryRun.mutate(request),
    staleTime: 0,
  });

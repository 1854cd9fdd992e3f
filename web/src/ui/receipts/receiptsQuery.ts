import { trpc } from '../../trpc.ts';

/** Who obeys the newest revision; live events keep it fresh. */
export const receiptsQuery = () => trpc.clients.receipts.queryOptions(undefined, { staleTime: 2_000 });

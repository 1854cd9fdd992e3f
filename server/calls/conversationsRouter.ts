import { z } from 'zod';
import { Key } from '../../shared/model/key.ts';
import { procedure, router } from '../trpc.ts';

export const conversationsRouter = router({
  /** Conversations of a flag, last used first: the unit each stays on, and its forced moves. No text is kept of any. */
  recent: procedure({ role: 'viewer' })
    .input(
      z.object({ flag: Key, moved: z.boolean().default(false), limit: z.int().min(1).max(200).default(50) }),
    )
    .query(({ ctx, input }) =>
      ctx.dependencies.store.conversations.recent({ environment: ctx.environment, ...input }),
    ),
});

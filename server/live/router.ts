import { tracked } from '@trpc/server';
import { z } from 'zod';
import { procedure, router } from '../trpc.ts';

export const liveRouter = router({
  /** What has changed, from the last event seen on; ids are revision numbers, so a reconnect misses nothing. */
  events: procedure({ role: 'viewer' })
    .input(
      z
        .object({
          lastEventId: z
            .string()
            .regex(/^\d{1,15}$/)
            .nullish(),
        })
        .optional(),
    )
    .subscription(async function* ({ ctx, input, signal }) {
      const seen = input?.lastEventId ? Number(input.lastEventId) : null;
      for await (const { id, event } of ctx.dependencies.live.follow(
        ctx.environment,
        seen,
        signal ?? ctx.clientLeft,
      ))
        yield tracked(id, event);
    }),
});

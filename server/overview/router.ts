import { z } from 'zod';
import { everyFlag } from '../../shared/model/override.ts';
import { procedure, router } from '../trpc.ts';
import { readFlags } from './readFlags.ts';

export const overviewRouter = router({
  get: procedure({ role: 'viewer' })
    .input(z.object({ minutes: z.int().min(1).max(10_080) }))
    .query(async ({ ctx, input }) => {
      const { flags, overrides, totals } = await readFlags(ctx.dependencies, ctx.environment, input.minutes);
      const [last] = await ctx.dependencies.store.configuration.revisions({
        environment: ctx.environment,
        limit: 1,
      });
      return {
        revision: {
          number: last?.number ?? 0,
          at: last?.at ?? '',
          author: last?.author.name ?? '',
          reason: last?.reason ?? '',
        },
        environmentOverride: overrides.find((override) => override.target === everyFlag) ?? null,
        flags,
        totals,
      };
    }),
});

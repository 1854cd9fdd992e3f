import { z } from 'zod';
import { Outcome } from '../../shared/model/call.ts';
import { Key } from '../../shared/model/key.ts';
import { procedure, router } from '../trpc.ts';

export const inferencesRouter = router({
  recent: procedure({ role: 'viewer' })
    .input(
      z.object({
        flag: Key.optional(),
        outcome: Outcome.optional(),
        limit: z.int().min(1).max(200).default(50),
        before: z
          .string()
          .regex(/^\d{1,15}$/)
          .optional(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const found = await ctx.dependencies.store.telemetry.recentInferences({
        environment: ctx.environment,
        limit: input.limit,
        ...(input.flag === undefined ? {} : { flag: input.flag }),
        ...(input.outcome === undefined ? {} : { outcome: input.outcome }),
        ...(input.before === undefined ? {} : { before: Number(input.before) }),
      });
      const last = found.at(-1);
      return {
        inferences: found.map((one) => one.inference),
        next: last && found.length === input.limit ? String(last.sequence) : null,
      };
    }),
});

import { z } from 'zod';
import { Key } from '../../shared/model/key.ts';
import { everyFlag, OverrideMode } from '../../shared/model/override.ts';
import { authorOf } from '../auth/access.ts';
import { procedure, router } from '../trpc.ts';
import { liftOverride, setOverride } from './setOverride.ts';

const Target = z.union([Key, z.literal(everyFlag)]);
const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);

export const overridesRouter = router({
  set: procedure({ role: 'editor' })
    .input(z.object({ target: Target, mode: OverrideMode, reason: Reason }))
    .mutation(({ ctx, input }) =>
      setOverride(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),

  lift: procedure({ role: 'release-manager' })
    .input(z.object({ target: Target, reason: Reason }))
    .mutation(({ ctx, input }) =>
      liftOverride(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),
});

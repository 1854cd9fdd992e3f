import type { Context } from '../context.ts';
import type { Act } from '../store/store.ts';
import { authorOf, type Principal } from './access.ts';

/** What the caller does now, for the log of people, keys and environments. */
export const actOf = (
  ctx: Pick<Context, 'dependencies'> & { principal: Principal },
  reason: string,
): Act => ({
  author: authorOf(ctx.principal),
  at: ctx.dependencies.configuration.now().toISOString(),
  reason,
});

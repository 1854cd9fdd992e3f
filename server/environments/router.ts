import { z } from 'zod';
import { roleIn } from '../../shared/model/environment.ts';
import { Key, Name } from '../../shared/model/key.ts';
import { personOf } from '../auth/access.ts';
import { actOf } from '../auth/act.ts';
import type { Context } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { procedure, router } from '../trpc.ts';
import { createEnvironment } from './createEnvironment.ts';

const Reason = z.string().trim().max(500).default('');

/** Changes an environment's row. @throws KnowngoodError NOT_FOUND */
async function change(
  ctx: Context & { principal: NonNullable<Context['principal']> },
  key: string,
  set: { name?: string; archivedAt?: string | null },
  reason: string,
) {
  const { store, serviceKeys } = ctx.dependencies;
  const changed = await store.environments.update(key, set, actOf(ctx, reason));
  if (!changed) throw new KnowngoodError('NOT_FOUND', `There is no environment "${key}"`);
  serviceKeys.forget();
  return changed;
}

export const environmentsRouter = router({
  /** The environments in which the signed-in person has a role, with that role. */
  list: procedure({ role: 'viewer', where: 'anywhere' }).query(async ({ ctx }) => {
    const { roles } = personOf(ctx.principal);
    const all = await ctx.dependencies.store.environments.list();
    return {
      environments: all.flatMap((one) => {
        const role = roleIn(roles, one.key);
        return role === null ? [] : [{ ...one, role }];
      }),
    };
  }),

  /** Makes an environment, empty or with another's prompts, units, segments and flags in it. */
  create: procedure({ role: 'admin', where: 'everywhere' })
    .input(z.object({ key: Key, name: Name, copyFrom: Key.nullable().default(null), reason: Reason }))
    .mutation(({ ctx, input: { reason, ...input } }) =>
      createEnvironment(
        ctx.dependencies.configuration,
        input,
        actOf(ctx, reason || `Made the environment "${input.name}"`),
      ),
    ),

  rename: procedure({ role: 'admin', where: 'everywhere' })
    .input(z.object({ key: Key, name: Name, reason: Reason }))
    .mutation(({ ctx, input: { key, name, reason } }) =>
      change(ctx, key, { name }, reason || `Renamed the environment to "${name}"`),
    ),

  /** Makes it read-only and its keys refused, from the next request on. Nothing is deleted. */
  archive: procedure({ role: 'admin', where: 'everywhere' })
    .input(z.object({ key: Key, reason: Reason }))
    .mutation(async ({ ctx, input: { key, reason } }) => {
      const { store, configuration } = ctx.dependencies;
      const open = (await store.environments.list()).filter((one) => one.archivedAt === null);
      if (open.length === 1 && open[0]?.key === key)
        throw new KnowngoodError('CONFLICT', 'This is the last environment in use: make another one first');
      const archivedAt = configuration.now().toISOString();
      return change(ctx, key, { archivedAt }, reason || 'Archived the environment');
    }),

  /** Brings it back as it was, keys included. */
  unarchive: procedure({ role: 'admin', where: 'everywhere' })
    .input(z.object({ key: Key, reason: Reason }))
    .mutation(({ ctx, input: { key, reason } }) =>
      change(ctx, key, { archivedAt: null }, reason || 'Brought the environment back'),
    ),
});

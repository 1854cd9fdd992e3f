import { z } from 'zod';
import { roleIn } from '../../shared/model/environment.ts';
import { Key } from '../../shared/model/key.ts';
import { submit } from '../approvals/submit.ts';
import { authorOf, type Principal, personOf } from '../auth/access.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { compareEnvironments, planPromotion } from '../configuration/promote.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import { procedure, router } from '../trpc.ts';
import { describe } from './describe.ts';

const Chosen = z
  .array(z.object({ kind: z.enum(['flag', 'segment']), key: Key }))
  .min(1, 'Choose what to promote')
  .max(1_000);
const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);

/** Resources of another environment beside this one's, and brought here. The environment of the request is the target. */
export const promotionRouter = router({
  compare: procedure({ role: 'viewer' })
    .input(z.object({ from: Key }))
    .query(async ({ ctx, input }) => {
      const { configuration } = ctx.dependencies;
      const source = await sourceOf(configuration, ctx.principal, input.from, ctx.environment);
      const target = configuration.committed(ctx.environment);
      return {
        revision: target.revision,
        differences: compareEnvironments(source, target).map(({ brings, ...change }) => ({
          ...describe(change, labels(source, target)),
          brings: brings.map(({ kind, key }) => `${kind} ${key}`),
        })),
      };
    }),

  preview: procedure({ role: 'viewer' })
    .input(z.object({ from: Key, resources: Chosen }))
    .query(async ({ ctx, input }) => {
      const { configuration } = ctx.dependencies;
      const source = await sourceOf(configuration, ctx.principal, input.from, ctx.environment);
      const target = configuration.committed(ctx.environment);
      const changes = planPromotion(source, target, input.resources);
      return {
        revision: target.revision,
        changes: changes.map((change) => describe(change, labels(source, target))),
      };
    }),

  promote: procedure({ role: 'editor' })
    .input(z.object({ from: Key, resources: Chosen, expectedRevision: z.int().min(0), reason: Reason }))
    .mutation(async ({ ctx, input: { from, resources, expectedRevision, reason } }) => {
      const { configuration } = ctx.dependencies;
      const { environment } = ctx;
      const source = await sourceOf(configuration, ctx.principal, from, environment);
      const changes = planPromotion(source, configuration.committed(environment), resources);
      return submit(configuration, {
        environment,
        author: authorOf(ctx.principal),
        reason,
        expectedRevision,
        changes: changes.map(({ kind, key, after }) => ({ kind, key, body: after })),
      });
    }),
});

/** The other environment, for somebody who may look at it. @throws KnowngoodError FORBIDDEN, INVALID, NOT_FOUND */
async function sourceOf(
  configuration: Configuration,
  principal: Principal,
  from: string,
  target: string,
): Promise<Snapshot> {
  if (roleIn(personOf(principal).roles, from) === null)
    throw new KnowngoodError('FORBIDDEN', `You have no role in the environment "${from}"`);
  if (from === target) throw new KnowngoodError('INVALID', 'Choose two different environments');
  // Another process may have made it since this one has started.
  const unread = !configuration.environments().includes(from);
  if (unread && (await configuration.store.environments.find(from))) await configuration.reload(from);
  return configuration.committed(from);
}

/** What either side names has its name. */
const labels = (source: Snapshot, target: Snapshot): Snapshot => ({
  ...target,
  flags: new Map([...target.flags, ...source.flags]),
  segments: new Map([...target.segments, ...source.segments]),
  units: new Map([...target.units, ...source.units]),
});

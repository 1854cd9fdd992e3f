import { z } from 'zod';
import { ResourceKind } from '../../shared/model/resource.ts';
import { authorOf } from '../auth/access.ts';
import { previewRestore, restore } from '../configuration/restore.ts';
import { verifyChain } from '../configuration/verifyChain.ts';
import { overridesInForce } from '../overrides/inForce.ts';
import { procedure, router } from '../trpc.ts';
import { describe } from './describe.ts';

const Resource = z.object({ kind: ResourceKind, key: z.string().min(1).max(200) });
const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);

export const revisionsRouter = router({
  list: procedure({ role: 'viewer' })
    .input(
      z.object({
        before: z.int().min(1).optional(),
        limit: z.int().min(1).max(100).default(30),
        resource: Resource.optional(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { configuration, store } = ctx.dependencies;
      const snapshot = configuration.snapshot(ctx.environment);
      const { before, resource } = input;
      const found = await store.configuration.revisions({
        environment: ctx.environment,
        limit: input.limit,
        ...(before === undefined ? {} : { before }),
        ...(resource === undefined ? {} : { resource }),
      });
      const revisions = found.map(({ number, at, author, kind, reason, changes }) => ({
        number,
        at,
        author: { kind: author.kind, name: author.name },
        kind,
        reason,
        changes: changes.map((change) => describe(change, snapshot)),
      }));
      return {
        revisions,
        head: snapshot.revision,
        next: found.length === input.limit ? (found.at(-1)?.number ?? null) : null,
      };
    }),

  previewRestore: procedure({ role: 'viewer' })
    .input(z.object({ number: z.int().min(1), resource: Resource.optional() }))
    .query(async ({ ctx, input: { number, resource } }) => {
      const { configuration } = ctx.dependencies;
      const snapshot = configuration.snapshot(ctx.environment);
      const changes = await previewRestore(configuration, {
        environment: ctx.environment,
        number,
        ...(resource === undefined ? {} : { resource }),
      });
      return {
        number,
        revision: snapshot.revision,
        changes: changes.map((change) => describe(change, snapshot)),
        overridesInForce: await overridesInForce(ctx.dependencies.configuration, ctx.environment),
      };
    }),

  restore: procedure({ role: 'release-manager' })
    .input(
      z.object({
        number: z.int().min(1),
        reason: Reason,
        expectedRevision: z.int().min(1),
        resource: Resource.optional(),
      }),
    )
    .mutation(({ ctx, input: { resource, ...input } }) =>
      restore(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
        ...(resource === undefined ? {} : { resource }),
      }),
    ),

  verify: procedure({ role: 'viewer' }).query(({ ctx }) =>
    verifyChain(ctx.dependencies.configuration, ctx.environment),
  ),
});

import { z } from 'zod';
import { ResourceKind } from '../../shared/model/resource.ts';
import { submit } from '../approvals/submit.ts';
import { authorOf } from '../auth/access.ts';
import { movedSince, previewRestore, restoreCommit } from '../configuration/restore.ts';
import { SignedHead } from '../configuration/signedHead.ts';
import { verifyChain, verifyEveryChain } from '../configuration/verifyChain.ts';
import { KnowngoodError } from '../errors.ts';
import { overridesInForce } from '../overrides/inForce.ts';
import { procedure, router } from '../trpc.ts';
import { describe } from './describe.ts';
import { indexLabels } from './indexLabels.ts';

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
      const { configuration, store, retrieval } = ctx.dependencies;
      const snapshot = configuration.snapshot(ctx.environment);
      const { before, resource } = input;
      const found = await store.configuration.revisions({
        environment: ctx.environment,
        limit: input.limit,
        ...(before === undefined ? {} : { before }),
        ...(resource === undefined ? {} : { resource }),
      });
      const index = await indexLabels(
        retrieval,
        found.flatMap(({ changes }) => changes),
      );
      const revisions = found.map(({ number, at, author, kind, reason, changes }) => ({
        number,
        at,
        author: { kind: author.kind, name: author.name },
        kind,
        reason,
        changes: changes.map((change) => describe(change, snapshot, index)),
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
        /** Names of collections that another index answers, or that have other indexes: a restore leaves them as they are. */
        movedCollections: await movedSince(configuration, ctx.environment, number),
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
    .mutation(async ({ ctx, input: { resource, ...input } }) => {
      const { configuration } = ctx.dependencies;
      const request = {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
        ...(resource === undefined ? {} : { resource }),
      };
      return submit(configuration, await restoreCommit(configuration, request));
    }),

  /** Walks this environment's chain; with an exported head, also whether the log still goes through it. */
  verify: procedure({ role: 'viewer' })
    .input(z.object({ head: SignedHead.optional() }).optional())
    .query(({ ctx, input }) => {
      const head = input?.head ?? null;
      if (head && head.environment !== ctx.environment)
        throw new KnowngoodError(
          'INVALID',
          `This head is of "${head.environment}", not of "${ctx.environment}"`,
        );
      return verifyChain(ctx.dependencies.configuration, ctx.environment, head);
    }),

  /** Every chain, that of people, keys and environments included. */
  verifyAll: procedure({ role: 'admin', where: 'everywhere' }).query(({ ctx }) =>
    verifyEveryChain(ctx.dependencies.configuration),
  ),

  /** The signed end of this environment's chain, to be kept elsewhere. */
  signedHead: procedure({ role: 'viewer' }).query(({ ctx }) =>
    ctx.dependencies.store.configuration.signedHead(ctx.environment),
  ),
});

import { z } from 'zod';
import { Throttle } from '../../shared/migration/migration.ts';
import { Key } from '../../shared/model/key.ts';
import { authorOf } from '../auth/access.ts';
import type { Context } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import { procedure, router } from '../trpc.ts';
import { ActRequest, dryRunAct } from './act.ts';
import { load } from './change.ts';
import { figuresOf } from './figures.ts';
import { goldenSets, keepGoldenSet, NewGoldenSet } from './goldenSet.ts';
import { act, describe, list } from './migrations.ts';
import { planMigration, tryPlan } from './plan.ts';

const Reason = z.string().trim().max(2_000).default('');
const Id = z.string().min(1).max(100);
const Plan = z.object({
  collection: Key,
  version: IndexVersionDraft,
  throttle: Throttle.default({ documentsPerSecond: 200, batchesInFlight: 2, budgetUsd: null }),
});
const mostListed = 200;

const authored = ({ principal }: Pick<Context, 'principal'>) => {
  if (!principal) throw new KnowngoodError('UNAUTHENTICATED', 'Sign in first');
  return authorOf(principal);
};

const roleOf = ({ principal }: Pick<Context, 'principal'>) =>
  principal?.kind === 'person' ? principal.role : null;

/** Moves of collections to other index versions, for the admin app. */
export const migrationsRouter = router({
  list: procedure({ role: 'viewer' }).query(async ({ ctx: { dependencies, environment } }) => {
    // Throws where there is no such environment.
    dependencies.configuration.committed(environment);
    return { migrations: await list(dependencies.retrieval, environment, mostListed) };
  }),

  /** Where a migration stands, with its progress and the collection's epoch, which acts want back. */
  get: procedure({ role: 'viewer' })
    .input(z.object({ id: Id }))
    .query(({ ctx: { dependencies, environment }, input: { id } }) =>
      describe(dependencies.retrieval, { environment, id }),
    ),

  /** Verdicts with everything that they were made by, newest first. */
  reports: procedure({ role: 'viewer' })
    .input(z.object({ id: Id, limit: z.int().min(1).max(20).default(5) }))
    .query(async ({ ctx: { dependencies, environment }, input: { id, limit } }) => {
      await load(dependencies.retrieval, { environment, id });
      return { reports: await dependencies.retrieval.store.migrations.reports(id, limit) };
    }),

  /** What an act would do, and which check would refuse it. Changes no row; no query only so that long lists fit. */
  dryRun: procedure({ role: 'viewer', readsOnly: true })
    .input(z.object({ id: Id, act: ActRequest }))
    .mutation(({ ctx, input: { id, act: request } }) =>
      dryRunAct(ctx.dependencies.retrieval, { environment: ctx.environment, id }, request, {
        ...authored(ctx),
        role: roleOf(ctx),
      }),
    ),

  /** What live queries of the last minutes met on the two indexes. */
  figures: procedure({ role: 'viewer' })
    .input(z.object({ id: Id }))
    .query(({ ctx: { dependencies, environment }, input: { id } }) =>
      figuresOf(dependencies.retrieval, { environment, id }),
    ),

  /** Newest first; the first one is what verdicts are made by. */
  goldenSets: procedure({ role: 'viewer' })
    .input(z.object({ collection: Key }))
    .query(async ({ ctx: { dependencies, environment }, input: { collection } }) => ({
      sets: await goldenSets(dependencies.retrieval, environment, collection),
    })),

  keepGoldenSet: procedure({ role: 'editor' })
    .input(NewGoldenSet.extend({ collection: Key }))
    .mutation(({ ctx, input }) =>
      keepGoldenSet(ctx.dependencies.retrieval, {
        environment: ctx.environment,
        by: authored(ctx).id,
        ...input,
      }),
    ),

  /** The dry run of `plan`. */
  estimate: procedure({ role: 'release-manager' })
    .input(Plan)
    .mutation(({ ctx: { dependencies, environment }, input }) =>
      tryPlan(dependencies.retrieval, { environment, ...input }),
    ),

  plan: procedure({ role: 'release-manager' })
    .input(Plan.extend({ reason: Reason }))
    .mutation(({ ctx, input: { reason, ...input } }) =>
      planMigration(
        ctx.dependencies.retrieval,
        { environment: ctx.environment, ...input },
        { author: authored(ctx), reason: reason || `Planned a new index for "${input.collection}"` },
      ),
    ),

  /** Answers once it is decided, and for a cutover or a reverse once it has come about; a refusal has an issue per check. */
  act: procedure({ role: 'release-manager' })
    .input(z.object({ id: Id, act: ActRequest, reason: Reason }))
    .mutation(({ ctx, input: { id, act: request, reason } }) =>
      act(
        ctx.dependencies.migrations,
        { environment: ctx.environment, id },
        request,
        { author: authored(ctx), reason: reason || `Index migration: ${request.kind}` },
        roleOf(ctx),
      ),
    ),
});

import { z } from 'zod';
import { bucketCount } from '../../shared/model/bucketCount.ts';
import { EvaluationContext } from '../../shared/model/context.ts';
import { Flag } from '../../shared/model/flag.ts';
import { Key } from '../../shared/model/key.ts';
import { everyFlag } from '../../shared/model/override.ts';
import { Schedule } from '../../shared/model/schedule.ts';
import { Split } from '../../shared/model/split.ts';
import { submit } from '../approvals/submit.ts';
import { authorOf } from '../auth/access.ts';
import { versionKey } from '../configuration/snapshot.ts';
import { overridesInForce } from '../overrides/inForce.ts';
import { readFlags } from '../overview/readFlags.ts';
import { procedure, router } from '../trpc.ts';
import { bulkEdit } from './bulkEdit.ts';
import { explainFlag } from './explainFlag.ts';
import { explainMany } from './explainMany.ts';
import { findFlag } from './findFlag.ts';
import { movers } from './movers.ts';
import { readTraffic } from './readTraffic.ts';
import { saveFlag } from './saveFlag.ts';
import { schedule, unschedule } from './schedules.ts';
import { setShare } from './setShare.ts';

const Minutes = z.int().min(1).max(10_080);
const Tag = z.string().trim().min(1).max(40);
const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);

export const flagsRouter = router({
  list: procedure({ role: 'viewer' })
    .input(z.object({ minutes: Minutes }))
    .query(async ({ ctx, input }) => ({
      flags: (await readFlags(ctx.dependencies, ctx.environment, input.minutes)).flags,
    })),

  get: procedure({ role: 'viewer' })
    .input(z.object({ flag: Key }))
    .query(async ({ ctx, input }) => {
      const { configuration, pipe } = ctx.dependencies;
      const snapshot = configuration.snapshot(ctx.environment);
      const flag = findFlag(snapshot, input.flag);
      const overrides = await overridesInForce(ctx.dependencies.configuration, ctx.environment);
      const units = flag.variants.flatMap((variant) => {
        const unit = variant.kind === 'unit' ? snapshot.units.get(variant.unit) : undefined;
        return unit
          ? [{ ...unit, simulated: pipe.providers.get(unit.specification.provider)?.simulated ?? false }]
          : [];
      });
      return {
        flag,
        version: snapshot.versions.get(versionKey('flag', flag.key)) ?? 0,
        override: overrides.find((override) => override.target === flag.key) ?? null,
        environmentOverride: overrides.find((override) => override.target === everyFlag) ?? null,
        units,
        // Those to choose from: a retired one only where this flag has it.
        allUnits: [...snapshot.units.values()]
          .filter(({ id, retiredAt }) => retiredAt === undefined || units.some((unit) => unit.id === id))
          .map(({ id, label, specification }) => ({
            id,
            label,
            simulated: pipe.providers.get(specification.provider)?.simulated ?? false,
          })),
        flagKeys: [...snapshot.flags.values()]
          .filter((one) => one.key !== flag.key)
          .map(({ key, name, variants }) => ({
            key,
            name,
            variants: variants.map((variant) => ({ key: variant.key, name: variant.name })),
          })),
        schedules: [...snapshot.schedules.values()]
          .filter((one) => one.flag === flag.key)
          .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
        segments: [...snapshot.segments.values()],
        revision: snapshot.revision,
      };
    }),

  save: procedure({ role: 'editor' })
    .input(z.object({ flag: Flag, expectedVersion: z.int().min(0), reason: Reason }))
    .mutation(({ ctx, input }) =>
      saveFlag(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),

  setShare: procedure({ role: 'editor' })
    .input(
      z.object({
        flag: Key,
        rule: Key.nullable(),
        candidate: Key,
        donor: Key,
        share: z.int().min(0).max(bucketCount),
        expectedVersion: z.int().min(0),
        reason: Reason,
      }),
    )
    .mutation(({ ctx, input }) =>
      setShare(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),

  remove: procedure({ role: 'editor' })
    .input(z.object({ flag: Key, expectedVersion: z.int().min(1), reason: Reason }))
    .mutation(({ ctx, input: { flag, expectedVersion, reason } }) =>
      submit(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        reason,
        changes: [{ kind: 'flag', key: flag, body: null, expectedVersion }],
      }),
    ),

  bulk: procedure({ role: 'editor' })
    .input(
      z.object({
        flags: z
          .array(z.object({ flag: Key, expectedVersion: z.int().min(1) }))
          .min(1)
          .max(1_000),
        set: z.object({
          on: z.boolean().optional(),
          addTags: z.array(Tag).max(20).optional(),
          removeTags: z.array(Tag).max(20).optional(),
          owner: z.string().trim().max(120).optional(),
        }),
        reason: Reason,
      }),
    )
    .mutation(({ ctx, input }) =>
      bulkEdit(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),

  schedule: procedure({ role: 'editor' })
    .input(z.object({ flag: Key, at: z.iso.datetime(), set: Schedule.shape.set, reason: Reason }))
    .mutation(({ ctx, input }) =>
      schedule(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        id: ctx.dependencies.pipe.newId(),
        ...input,
      }),
    ),

  unschedule: procedure({ role: 'editor' })
    .input(z.object({ id: Key, reason: Reason }))
    .mutation(({ ctx, input }) =>
      unschedule(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),

  movers: procedure({ role: 'viewer' })
    .input(z.object({ flag: Key, rule: Key.nullable(), split: Split }))
    .query(({ ctx, input }) => movers(ctx.dependencies, { environment: ctx.environment, ...input })),

  explainMany: procedure({ role: 'viewer', scope: 'evaluate' })
    .input(z.object({ flag: Key, contexts: z.array(EvaluationContext).min(1).max(500) }))
    .mutation(({ ctx, input }) =>
      explainMany(ctx.dependencies.configuration, { environment: ctx.environment, ...input }),
    ),

  explain: procedure({ role: 'viewer', scope: 'evaluate' })
    .input(z.object({ flag: Key, context: EvaluationContext, revision: z.int().min(1).optional() }))
    .query(({ ctx, input: { revision, ...input } }) =>
      explainFlag(ctx.dependencies.configuration, {
        environment: ctx.environment,
        ...input,
        ...(revision === undefined ? {} : { revision }),
      }),
    ),

  traffic: procedure({ role: 'viewer' })
    .input(z.object({ flag: Key, minutes: Minutes }))
    .query(({ ctx, input }) => readTraffic(ctx.dependencies, { environment: ctx.environment, ...input })),
});

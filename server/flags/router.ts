import { z } from 'zod';
import { bucketCount } from '../../shared/model/bucketCount.ts';
import { EvaluationContext } from '../../shared/model/context.ts';
import { Flag } from '../../shared/model/flag.ts';
import { Key } from '../../shared/model/key.ts';
import { everyFlag } from '../../shared/model/override.ts';
import { authorOf } from '../auth/access.ts';
import { versionKey } from '../configuration/snapshot.ts';
import { overridesInForce } from '../overrides/inForce.ts';
import { readFlags } from '../overview/readFlags.ts';
import { procedure, router } from '../trpc.ts';
import { explainFlag } from './explainFlag.ts';
import { findFlag } from './findFlag.ts';
import { readTraffic } from './readTraffic.ts';
import { saveFlag } from './saveFlag.ts';
import { setShare } from './setShare.ts';

const Minutes = z.int().min(1).max(10_080);
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

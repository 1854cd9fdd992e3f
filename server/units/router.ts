import { z } from 'zod';
import { NewUnit, UnitId } from '../../shared/model/unit.ts';
import { compareUnits } from '../../shared/text/describeUnit.ts';
import { authorOf } from '../auth/access.ts';
import { procedure, router } from '../trpc.ts';
import { findUnit } from './findUnit.ts';
import { listUnits } from './listUnits.ts';
import { readUnit } from './readUnit.ts';
import { registerUnit } from './registerUnit.ts';
import { retireUnit, unretireUnit } from './retireUnit.ts';

const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);
const Marking = z.object({ unit: UnitId, reason: Reason });

export const unitsRouter = router({
  list: procedure({ role: 'viewer' }).query(async ({ ctx }) => ({
    units: await listUnits(ctx.dependencies, ctx.environment),
    providers: [...ctx.dependencies.pipe.providers.values()]
      .map(({ name, simulated }) => ({ name, simulated }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  })),

  get: procedure({ role: 'viewer' })
    .input(z.object({ unit: UnitId }))
    .query(({ ctx, input }) => readUnit(ctx.dependencies, ctx.environment, input.unit)),

  diff: procedure({ role: 'viewer' })
    .input(z.object({ from: UnitId, to: UnitId }))
    .query(({ ctx, input }) => {
      const snapshot = ctx.dependencies.configuration.snapshot(ctx.environment);
      const [from, to] = [findUnit(snapshot, input.from), findUnit(snapshot, input.to)];
      return {
        from: { id: from.id, label: from.label },
        to: { id: to.id, label: to.label },
        differences: compareUnits(from.specification, to.specification),
        prompts:
          from.specification.prompt.name === to.specification.prompt.name &&
          from.specification.prompt.version !== to.specification.prompt.version
            ? {
                name: from.specification.prompt.name,
                from: from.specification.prompt.version,
                to: to.specification.prompt.version,
              }
            : null,
      };
    }),

  register: procedure({ role: 'editor' })
    .input(
      z.object({
        specification: NewUnit,
        label: z.string().trim().min(1).max(200).optional(),
        reason: Reason,
      }),
    )
    .mutation(({ ctx, input: { label, ...input } }) =>
      registerUnit(
        { configuration: ctx.dependencies.configuration, providers: ctx.dependencies.pipe.providers },
        {
          environment: ctx.environment,
          author: authorOf(ctx.principal),
          ...input,
          ...(label === undefined ? {} : { label }),
        },
      ),
    ),

  retire: procedure({ role: 'editor' })
    .input(Marking)
    .mutation(({ ctx, input }) =>
      retireUnit(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),

  unretire: procedure({ role: 'editor' })
    .input(Marking)
    .mutation(({ ctx, input }) =>
      unretireUnit(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        ...input,
      }),
    ),
});

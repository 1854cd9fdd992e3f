import { z } from 'zod';
import { Key } from '../../shared/model/key.ts';
import { KnowngoodError } from '../errors.ts';
import { procedure, router } from '../trpc.ts';
import { budgetState } from './spending.ts';

export const spendingRouter = router({
  /** What a flag has cost today, by UTC, and what its budget makes of that. Calls of unknown price are not in it. */
  today: procedure({ role: 'viewer' })
    .input(z.object({ flag: Key }))
    .query(({ ctx, input }) => {
      const { configuration, spending } = ctx.dependencies.pipe;
      const flag = configuration.snapshot(ctx.environment).flags.get(input.flag);
      if (!flag)
        throw new KnowngoodError('NOT_FOUND', `There is no flag "${input.flag}" in ${ctx.environment}`);
      const spentUsd = spending.today(ctx.environment, flag.key);
      return { spentUsd, budget: flag.budget ?? null, state: budgetState(flag.budget, spentUsd) };
    }),
});

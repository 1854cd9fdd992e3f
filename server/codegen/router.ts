import { procedure, router } from '../trpc.ts';
import { generateTypes } from './generateTypes.ts';

export const codegenRouter = router({
  /** The environment's flags as a TypeScript file. */
  types: procedure({ role: 'viewer', scope: 'evaluate' }).query(({ ctx }) => {
    const snapshot = ctx.dependencies.configuration.snapshot(ctx.environment);
    return { revision: snapshot.revision, source: generateTypes(snapshot) };
  }),
});

import { CallRequest } from '../../shared/model/call.ts';
import { procedure, router } from '../trpc.ts';
import { handleCall } from './handleCall.ts';

export const aiRouter = router({
  /** One AI call through a flag. A person may call too, to try a flag out. */
  generate: procedure({ role: 'editor', scope: 'call' })
    .input(CallRequest)
    .mutation(({ ctx, input }) => {
      const surface = ctx.principal.kind === 'key' ? 'trpc' : 'console';
      return handleCall(ctx.dependencies.pipe, { environment: ctx.environment, surface }, input, {
        callerLeft: ctx.clientLeft,
      });
    }),
});

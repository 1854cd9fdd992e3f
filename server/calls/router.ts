import { CallRequest } from '../../shared/model/call.ts';
import type { Context } from '../context.ts';
import { ingestRouter, searchProcedure } from '../retrieval/callRouter.ts';
import { traceHeaders } from '../telemetry/tracesParent.ts';
import { procedure, router } from '../trpc.ts';
import { handleCall } from './handleCall.ts';
import type { Caller } from './pipe.ts';
import { streamCall } from './streamCall.ts';

const callerOf = ({
  principal,
  environment,
  request,
}: Pick<Context, 'principal' | 'environment' | 'request'>): Caller => ({
  environment,
  surface: principal?.kind === 'key' ? 'trpc' : 'console',
  trace: traceHeaders(request.headers),
});

export const aiRouter = router({
  search: searchProcedure,
  ingest: ingestRouter,

  /** One AI call through a flag. A person may call too, to try a flag out. */
  generate: procedure({ role: 'editor', scope: 'call' })
    .input(CallRequest)
    .mutation(({ ctx, input }) =>
      handleCall(ctx.dependencies.pipe, callerOf(ctx), input, { callerLeft: ctx.clientLeft }),
    ),

  /**
   * The same, as a stream of typed events. A mutation: a subscription would put the prompt into a web address, and
   * a reconnect would repeat a call that is paid for.
   */
  stream: procedure({ role: 'editor', scope: 'call' })
    .input(CallRequest)
    .mutation(async function* ({ ctx, input }) {
      yield* streamCall(ctx.dependencies.pipe, callerOf(ctx), input, ctx.clientLeft);
    }),
});

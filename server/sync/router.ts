import { procedure, router } from '../trpc.ts';

export const clientsRouter = router({
  /** Which clients obey the newest revision, and how long after its commit each of them did. */
  receipts: procedure({ role: 'viewer' }).query(async ({ ctx }) => {
    const { configuration, receipts, store } = ctx.dependencies;
    const { revision } = configuration.snapshot(ctx.environment);
    const made = await store.configuration.revisionTimes(ctx.environment, [revision]);
    const clients = receipts.list(ctx.environment, revision);
    const obeying = clients.filter((client) => !client.lagging);
    const times = obeying.flatMap(({ obeyedMs }) => (obeyedMs === null ? [] : [obeyedMs]));
    return {
      revision,
      at: made.get(revision) ?? configuration.now().toISOString(),
      clients,
      obeyed: obeying.length,
      total: clients.length,
      slowestMs: times.length === 0 ? null : Math.max(...times),
    };
  }),
});

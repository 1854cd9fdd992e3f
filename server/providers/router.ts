import { procedure, router } from '../trpc.ts';

export const providersRouter = router({
  /**
   * Every provider that is set up: its queue, and how each model has done in the last quarter of an hour. Shared by
   * all environments but for the breakers, which are this environment's; counted by this server since its start.
   */
  health: procedure({ role: 'viewer' }).query(({ ctx }) => {
    const { providers, limiters, breakers, health } = ctx.dependencies.pipe;
    const models = health.report();
    const known = breakers.all().filter(({ environment }) => environment === ctx.environment);
    return [...providers.values()].map(({ name, simulated }) => ({
      name,
      simulated,
      load: limiters.load(name),
      models: models
        .filter(({ provider }) => provider === name)
        .map((model) => {
          const breaker = known.find((one) => one.provider === name && one.model === model.model)?.breaker;
          return { ...model, breaker: breaker?.state() ?? ('closed' as const) };
        }),
    }));
  }),
});

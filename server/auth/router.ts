import { procedure, router } from '../trpc.ts';

export const sessionRouter = router({
  /** Who is signed in, where, and what this server is. */
  current: procedure({ role: 'viewer' }).query(async ({ ctx }) => {
    const { store, configuration, pipe, demo, version, publicUrl } = ctx.dependencies;
    const { principal } = ctx;
    if (principal.kind !== 'person') throw new Error('Only people have a session');
    const environment = (await store.environments.list()).find((one) => one.key === ctx.environment);
    const snapshot = configuration.snapshot(ctx.environment);
    const simulator = [...snapshot.units.values()].some(
      (unit) => pipe.providers.get(unit.specification.provider)?.simulated,
    );
    return {
      person: { name: principal.name, email: principal.email },
      role: principal.role,
      environment: { key: ctx.environment, name: environment?.name ?? ctx.environment },
      demo,
      simulator,
      version,
      callUrl: publicUrl(),
    };
  }),
});

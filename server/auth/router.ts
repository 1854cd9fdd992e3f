import { openProcedure, procedure, router } from '../trpc.ts';
import { personOf } from './access.ts';

export const sessionRouter = router({
  /** How people can sign in here. */
  ways: openProcedure.query(async ({ ctx }) => ({
    password: true,
    singleSignOn: (await ctx.dependencies.people()).singleSignOn,
  })),

  /** Who is signed in, where, and what this server is. */
  current: procedure({ role: 'viewer' }).query(async ({ ctx }) => {
    const { store, configuration, pipe, demo, version, publicUrl } = ctx.dependencies;
    const { name, email, role, roles } = personOf(ctx.principal);
    if (role === null) throw new Error('A person without a role here has passed the gate');
    const snapshot = configuration.snapshot(ctx.environment);
    const environment = await store.environments.find(ctx.environment);
    const simulator = [...snapshot.units.values()].some(
      (unit) => pipe.providers.get(unit.specification.provider)?.simulated,
    );
    return {
      person: { name, email },
      role,
      roles,
      environment: {
        key: ctx.environment,
        name: environment?.name ?? ctx.environment,
        archivedAt: environment?.archivedAt ?? null,
      },
      demo,
      simulator,
      version,
      callUrl: publicUrl(),
    };
  }),
});

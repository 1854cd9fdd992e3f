import { sessionRouter } from './auth/router.ts';
import { aiRouter } from './calls/router.ts';
import { codegenRouter } from './codegen/router.ts';
import { flagsRouter } from './flags/router.ts';
import { liveRouter } from './live/router.ts';
import { overridesRouter } from './overrides/router.ts';
import { overviewRouter } from './overview/router.ts';
import { revisionsRouter } from './revisions/router.ts';
import { segmentsRouter } from './segments/router.ts';
import { clientsRouter } from './sync/router.ts';
import { inferencesRouter } from './telemetry/router.ts';
import { router } from './trpc.ts';
import { unitsRouter } from './units/router.ts';

/** Every procedure. The admin app and TypeScript clients take their types from here. */
export const appRouter = router({
  ai: aiRouter,
  clients: clientsRouter,
  codegen: codegenRouter,
  flags: flagsRouter,
  inferences: inferencesRouter,
  live: liveRouter,
  overrides: overridesRouter,
  overview: overviewRouter,
  revisions: revisionsRouter,
  segments: segmentsRouter,
  session: sessionRouter,
  units: unitsRouter,
});

export type AppRouter = typeof appRouter;

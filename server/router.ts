import { approvalsRouter } from './approvals/router.ts';
import { sessionRouter } from './auth/router.ts';
import { conversationsRouter } from './calls/conversationsRouter.ts';
import { aiRouter } from './calls/router.ts';
import { spendingRouter } from './calls/spendingRouter.ts';
import { codegenRouter } from './codegen/router.ts';
import { environmentsRouter } from './environments/router.ts';
import { flagsRouter } from './flags/router.ts';
import { keysRouter } from './keys/router.ts';
import { liveRouter } from './live/router.ts';
import { migrationsRouter } from './migrations/router.ts';
import { overridesRouter } from './overrides/router.ts';
import { overviewRouter } from './overview/router.ts';
import { accountRouter } from './people/accountRouter.ts';
import { invitationsRouter } from './people/invitationsRouter.ts';
import { peopleRouter } from './people/router.ts';
import { promptsRouter } from './prompts/router.ts';
import { providersRouter } from './providers/router.ts';
import { collectionsRouter } from './retrieval/router.ts';
import { documentRouter } from './revisions/documentRouter.ts';
import { promotionRouter } from './revisions/promotionRouter.ts';
import { revisionsRouter } from './revisions/router.ts';
import { segmentsRouter } from './segments/router.ts';
import { clientsRouter } from './sync/router.ts';
import { inferencesRouter } from './telemetry/router.ts';
import { router } from './trpc.ts';
import { unitsRouter } from './units/router.ts';

/** Every procedure. The admin app and TypeScript clients take their types from here. */
export const appRouter = router({
  account: accountRouter,
  ai: aiRouter,
  approvals: approvalsRouter,
  clients: clientsRouter,
  codegen: codegenRouter,
  collections: collectionsRouter,
  conversations: conversationsRouter,
  environments: environmentsRouter,
  flags: flagsRouter,
  inferences: inferencesRouter,
  invitations: invitationsRouter,
  keys: keysRouter,
  live: liveRouter,
  migrations: migrationsRouter,
  overrides: overridesRouter,
  overview: overviewRouter,
  people: peopleRouter,
  prompts: promptsRouter,
  documents: documentRouter,
  promotions: promotionRouter,
  providers: providersRouter,
  revisions: revisionsRouter,
  segments: segmentsRouter,
  session: sessionRouter,
  spending: spendingRouter,
  units: unitsRouter,
});

export type AppRouter = typeof appRouter;

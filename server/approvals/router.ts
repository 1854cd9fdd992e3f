import { z } from 'zod';
import { ApprovalPolicy, policyKey } from '../../shared/model/approvalPolicy.ts';
import { authorOf, personOf } from '../auth/access.ts';
import { versionKey } from '../configuration/snapshot.ts';
import { procedure, router } from '../trpc.ts';
import { approve, refresh, reject, withdraw } from './decide.ts';
import { policyOf } from './policy.ts';
import { present } from './present.ts';
import { submit } from './submit.ts';

const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);
const Request = z.object({ id: z.uuid(), version: z.int().min(1) });

export const approvalsRouter = router({
  /** What waits, newest first, and what was decided lately. */
  list: procedure({ role: 'viewer' }).query(async ({ ctx }) => {
    const { configuration, store } = ctx.dependencies;
    const person = personOf(ctx.principal);
    const snapshot = configuration.committed(ctx.environment);
    const { environment } = ctx;
    const waiting = await store.approvals.list({ environment, states: ['waiting'], limit: 200 });
    const decided = await store.approvals.list({
      environment,
      states: ['applied', 'rejected', 'withdrawn'],
      limit: 30,
    });
    const shown = (all: typeof waiting) => all.map((one) => present(one, snapshot, person));
    return { waiting: shown(waiting), decided: shown(decided) };
  }),

  approve: procedure({ role: 'editor' })
    .input(Request)
    .mutation(({ ctx, input }) =>
      approve(ctx.dependencies.configuration, {
        environment: ctx.environment,
        person: personOf(ctx.principal),
        ...input,
      }),
    ),

  reject: procedure({ role: 'editor' })
    .input(Request.extend({ note: Reason }))
    .mutation(({ ctx, input }) =>
      reject(ctx.dependencies.configuration, {
        environment: ctx.environment,
        person: personOf(ctx.principal),
        ...input,
      }),
    ),

  withdraw: procedure({ role: 'editor' })
    .input(Request)
    .mutation(({ ctx, input }) =>
      withdraw(ctx.dependencies.configuration, {
        environment: ctx.environment,
        person: personOf(ctx.principal),
        ...input,
      }),
    ),

  /** Brings one's own stale request up to date. */
  refresh: procedure({ role: 'editor' })
    .input(Request)
    .mutation(({ ctx, input }) =>
      refresh(ctx.dependencies.configuration, {
        environment: ctx.environment,
        person: personOf(ctx.principal),
        ...input,
      }),
    ),

  policy: procedure({ role: 'viewer' }).query(({ ctx }) => {
    const snapshot = ctx.dependencies.configuration.committed(ctx.environment);
    return {
      policy: policyOf(snapshot),
      version: snapshot.versions.get(versionKey('policy', policyKey)) ?? 0,
    };
  }),

  setPolicy: procedure({ role: 'admin' })
    .input(z.object({ policy: ApprovalPolicy, expectedVersion: z.int().min(0), reason: Reason }))
    .mutation(({ ctx, input: { policy, expectedVersion, reason } }) =>
      submit(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        reason,
        changes: [{ kind: 'policy', key: policyKey, body: policy, expectedVersion }],
      }),
    ),
});

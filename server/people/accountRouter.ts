import { z } from 'zod';
import { Name } from '../../shared/model/key.ts';
import { personOf } from '../auth/access.ts';
import { actOf } from '../auth/act.ts';
import { leastPasswordCharacters, mostPasswordCharacters } from '../auth/password.ts';
import { KnowngoodError } from '../errors.ts';
import { procedure, router } from '../trpc.ts';
import { setPassword } from './setPassword.ts';

const Password = z.string().min(1).max(mostPasswordCharacters);
const own = procedure({ role: 'viewer', where: 'anywhere' });

/** What signed-in people see and change about themselves. */
export const accountRouter = router({
  get: own.query(async ({ ctx }) => {
    const { store, configuration } = ctx.dependencies;
    const { id, session } = personOf(ctx.principal);
    const person = await store.people.find(id);
    if (!person) throw new KnowngoodError('UNAUTHENTICATED', 'Sign in again');
    const sessions = await store.people.sessions(id, configuration.now().toISOString());
    return { person, sessions: sessions.map((one) => ({ ...one, current: one.id === session })) };
  }),

  rename: own.input(z.object({ name: Name })).mutation(async ({ ctx, input: { name } }) => {
    const { id } = personOf(ctx.principal);
    await ctx.dependencies.store.people.rename(id, name, actOf(ctx, `Changed the own name to "${name}"`));
    return {};
  }),

  /** Sets a password, and ends every other session. Whoever has one already has to know it. */
  setPassword: own
    .input(
      z.object({
        current: Password.nullable().default(null),
        next: z.string().min(leastPasswordCharacters).max(mostPasswordCharacters),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await setPassword(ctx.dependencies, personOf(ctx.principal), input, {
        address: ctx.request.address,
        by: actOf(ctx, 'Changed the own password'),
      });
      return {};
    }),

  /** Ends one session of one's own. */
  endSession: own
    .input(z.object({ session: z.string().min(1).max(64) }))
    .mutation(async ({ ctx, input: { session } }) => {
      const { id } = personOf(ctx.principal);
      const act = actOf(ctx, 'Ended a session');
      if ((await ctx.dependencies.store.people.endSessions(id, { only: session }, act)) === 0)
        throw new KnowngoodError('NOT_FOUND', 'This session has ended already');
      return {};
    }),

  /** Signs out everywhere, here included unless `keepThis`. */
  endSessions: own
    .input(z.object({ keepThis: z.boolean() }))
    .mutation(async ({ ctx, input: { keepThis } }) => {
      const { id, session } = personOf(ctx.principal);
      const act = actOf(ctx, keepThis ? 'Signed out everywhere else' : 'Signed out everywhere');
      const allBut = keepThis ? session : null;
      return { ended: await ctx.dependencies.store.people.endSessions(id, { allBut }, act) };
    }),

  /** Answers the address for the authenticator app and the backup codes, once. Nothing changes before a code is confirmed. */
  startTwoFactor: own
    .input(z.object({ password: Password }))
    .mutation(async ({ ctx, input: { password } }) => {
      const { email } = personOf(ctx.principal);
      const { signInLimits, people } = ctx.dependencies;
      await signInLimits.guess(ctx.request.address, email);
      const answer = await (await people()).startTwoFactor(ctx.request.headers, password);
      await signInLimits.right(ctx.request.address, email);
      return answer;
    }),

  /** Turns the second factor on with the app's first code. */
  confirmTwoFactor: own
    .input(z.object({ code: z.string().regex(/^\d{6}$/, 'The code has six digits') }))
    .mutation(async ({ ctx, input: { code } }) => {
      const { email, id } = personOf(ctx.principal);
      const { signInLimits, people, store } = ctx.dependencies;
      await signInLimits.guess(ctx.request.address, email);
      const { cookies } = await (await people()).confirmTwoFactor(ctx.request.headers, code);
      await signInLimits.right(ctx.request.address, email);
      await store.people.record(id, actOf(ctx, 'Turned the second factor on'));
      ctx.setCookies(cookies);
      return {};
    }),

  stopTwoFactor: own
    .input(z.object({ password: Password }))
    .mutation(async ({ ctx, input: { password } }) => {
      const { email, id } = personOf(ctx.principal);
      const { signInLimits, people, store } = ctx.dependencies;
      await signInLimits.guess(ctx.request.address, email);
      const { cookies } = await (await people()).stopTwoFactor(ctx.request.headers, password);
      await signInLimits.right(ctx.request.address, email);
      await store.people.record(id, actOf(ctx, 'Turned the second factor off'));
      ctx.setCookies(cookies);
      return {};
    }),

  /** New backup codes; the old ones work no more. */
  renewBackupCodes: own
    .input(z.object({ password: Password }))
    .mutation(async ({ ctx, input: { password } }) => {
      const { email, id } = personOf(ctx.principal);
      const { signInLimits, people, store } = ctx.dependencies;
      await signInLimits.guess(ctx.request.address, email);
      const backupCodes = await (await people()).renewBackupCodes(ctx.request.headers, password);
      await signInLimits.right(ctx.request.address, email);
      await store.people.record(id, actOf(ctx, 'Made new backup codes'));
      return { backupCodes };
    }),
});

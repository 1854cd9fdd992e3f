import { z } from 'zod';
import { Name } from '../../shared/model/key.ts';
import { leastPasswordCharacters, mostPasswordCharacters } from '../auth/password.ts';
import { openProcedure, router } from '../trpc.ts';
import { acceptInvitation } from './acceptInvitation.ts';
import { findInvitation } from './invite.ts';

const Token = z.string().min(1).max(100);

/** What somebody does who is not here yet. Mutations, so that the token stands in no address. */
export const invitationsRouter = router({
  /** Whom a link invites, and who did. */
  look: openProcedure.input(z.object({ token: Token })).mutation(async ({ ctx, input: { token } }) => {
    const { signInLimits, configuration } = ctx.dependencies;
    await signInLimits.request(ctx.request.address);
    const at = configuration.now().toISOString();
    const { email, invitedBy, expiresAt } = await findInvitation(ctx.dependencies, token, at);
    return { email, invitedBy, expiresAt };
  }),

  /** Makes the account. The new person then signs in with the password. */
  accept: openProcedure
    .input(
      z.object({
        token: Token,
        name: Name,
        password: z.string().min(leastPasswordCharacters).max(mostPasswordCharacters),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { signInLimits, configuration } = ctx.dependencies;
      await signInLimits.request(ctx.request.address);
      return acceptInvitation(ctx.dependencies, input, configuration.now().toISOString());
    }),
});

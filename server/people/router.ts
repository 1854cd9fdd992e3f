import { z } from 'zod';
import { everyEnvironment, Role, Roles } from '../../shared/model/environment.ts';
import { Key } from '../../shared/model/key.ts';
import { personOf } from '../auth/access.ts';
import { actOf } from '../auth/act.ts';
import type { Dependencies } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { procedure, router } from '../trpc.ts';
import { invite } from './invite.ts';
import { isAdminOfAll, mayGive } from './mayGive.ts';

const Id = z.string().min(1).max(64);
const Where = z.union([Key, z.literal(everyEnvironment)]);

const roleWords = (role: Role | null) => (role === null ? 'no role of their own' : role.replace('-', ' '));

/** @throws KnowngoodError NOT_FOUND */
async function knownEnvironments({ store }: Dependencies, keys: readonly string[]): Promise<void> {
  const known = new Set([everyEnvironment, ...(await store.environments.list()).map(({ key }) => key)]);
  const unknown = keys.find((key) => !known.has(key));
  if (unknown !== undefined) throw new KnowngoodError('NOT_FOUND', `There is no environment "${unknown}"`);
}

/** @throws KnowngoodError NOT_FOUND */
async function personNamed({ store }: Dependencies, id: string) {
  const found = await store.people.find(id);
  if (!found) throw new KnowngoodError('NOT_FOUND', 'This person is not here any more');
  return found;
}

/** Admins of any environment see the list; what they may change in it, `mayGive` decides. */
const someAdmins = procedure({ role: 'admin', where: 'anywhere' });
const admins = procedure({ role: 'admin', where: 'everywhere' });

export const peopleRouter = router({
  /** Everybody who may sign in, with roles; and who is invited. */
  list: someAdmins.query(async ({ ctx }) => {
    const { store, configuration } = ctx.dependencies;
    const at = configuration.now().toISOString();
    const invitations = (await store.invitations.list()).map((one) => ({
      ...one,
      state: one.acceptedAt
        ? ('accepted' as const)
        : one.revokedAt
          ? ('called back' as const)
          : one.expiresAt <= at
            ? ('expired' as const)
            : ('open' as const),
    }));
    const { id, roles } = personOf(ctx.principal);
    return { people: await store.people.list(), invitations, you: id, adminOfAll: isAdminOfAll(roles) };
  }),

  /** Invites somebody. The link is in this answer and nowhere else; nothing is sent. */
  invite: someAdmins
    .input(
      z.object({
        email: z.email().max(254),
        roles: Roles.refine(
          (roles) => Object.keys(roles).length > 0,
          'Give a role in at least one environment',
        ),
        days: z.int().min(1).max(30).default(7),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const environments = Object.keys(input.roles);
      mayGive(personOf(ctx.principal), environments);
      await knownEnvironments(ctx.dependencies, environments);
      return invite(ctx.dependencies, input, actOf(ctx, `Invited ${input.email}`));
    }),

  /** The link opens nothing any more. */
  callBack: someAdmins.input(z.object({ id: Id })).mutation(async ({ ctx, input: { id } }) => {
    const { store } = ctx.dependencies;
    const found = (await store.invitations.list()).find((one) => one.id === id);
    if (!found) throw new KnowngoodError('NOT_FOUND', 'There is no such invitation');
    mayGive(personOf(ctx.principal), Object.keys(found.roles));
    if (!(await store.invitations.revoke(id, actOf(ctx, `Called back the invitation of ${found.email}`))))
      throw new KnowngoodError('CONFLICT', 'This invitation is not open any more');
    return {};
  }),

  /** Gives a role in one environment, or in all; null takes it away. */
  setRole: someAdmins
    .input(z.object({ person: Id, environment: Where, role: Role.nullable() }))
    .mutation(async ({ ctx, input: { person, environment, role } }) => {
      mayGive(personOf(ctx.principal), [environment]);
      await knownEnvironments(ctx.dependencies, [environment]);
      const { email } = await personNamed(ctx.dependencies, person);
      const where = environment === everyEnvironment ? 'all environments' : `"${environment}"`;
      const act = actOf(ctx, `${email}: ${roleWords(role)} in ${where}`);
      await ctx.dependencies.store.people.setRole(person, environment, role, act);
      return {};
    }),

  /** Ends every session of a person. */
  signOut: admins.input(z.object({ person: Id })).mutation(async ({ ctx, input: { person } }) => {
    const { email } = await personNamed(ctx.dependencies, person);
    const act = actOf(ctx, `Signed ${email} out everywhere`);
    return { ended: await ctx.dependencies.store.people.endSessions(person, { allBut: null }, act) };
  }),

  /**
   * For somebody who has lost password or second factor: both are taken away, every session ends (but one's own), and the link in this
   * answer signs them in once, within 24 hours, to set a password anew. Nothing is sent.
   */
  resetAccess: admins.input(z.object({ person: Id })).mutation(async ({ ctx, input: { person } }) => {
    const { email } = await personNamed(ctx.dependencies, person);
    const { store, people } = ctx.dependencies;
    // Whoever resets their own stays here, to set a password.
    const you = personOf(ctx.principal);
    const keep = you.id === person ? you.session : null;
    await store.people.resetAccess(person, keep, actOf(ctx, `Reset password and second factor of ${email}`));
    return { link: await (await people()).signInLink(email) };
  }),

  /** Removes a person with sessions, roles and password. What they have done stays in the logs. */
  remove: admins.input(z.object({ person: Id })).mutation(async ({ ctx, input: { person } }) => {
    const { email } = await personNamed(ctx.dependencies, person);
    await ctx.dependencies.store.people.remove(person, actOf(ctx, `Removed ${email}`));
    return {};
  }),
});

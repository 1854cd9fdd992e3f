import { z } from 'zod';
import { KeyScope, Origin } from '../../shared/model/environment.ts';
import { Name } from '../../shared/model/key.ts';
import { policyOf } from '../approvals/policy.ts';
import { actOf } from '../auth/act.ts';
import type { Context } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { procedure, router } from '../trpc.ts';
import { createKey } from './createKey.ts';
import { rotateKey } from './rotateKey.ts';

const Id = z.string().min(1).max(64);
const RatePerMinute = z.int().min(1).max(100_000_000).nullable();

const NewKey = z
  .object({
    name: Name,
    scopes: z
      .array(KeyScope)
      .min(1)
      .max(5)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'A scope stands here twice'),
    origins: z.array(Origin).max(20).default([]),
    /** Whole days from now; null for a key that does not expire. */
    expiresInDays: z.int().min(1).max(3_650).nullable().default(null),
    ratePerMinute: RatePerMinute.default(null),
  })
  .superRefine(({ scopes, origins }, context) => {
    const isPublic = scopes.includes('public');
    const complain = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (isPublic && scopes.length > 1)
      complain('scopes', 'Everybody can read a public key in a browser, so "public" stands alone');
    if (isPublic && origins.length === 0) complain('origins', 'A public key needs the origins of its pages');
    if (!isPublic && origins.length > 0) complain('origins', 'Only a public key has origins');
  });

/** The key, where it is one of this environment. @throws KnowngoodError NOT_FOUND */
async function keyIn(store: Store, environment: string, id: string) {
  const found = (await store.keys.list(environment)).find((key) => key.id === id);
  if (!found) throw new KnowngoodError('NOT_FOUND', 'There is no such key in this environment');
  return found;
}

const admins = procedure({ role: 'admin' });

/** True where the environment's policy wants a second person to agree to keys. */
const mustWait = ({ dependencies, environment }: Context): boolean =>
  policyOf(dependencies.configuration.committed(environment)).keys !== 'nobody';

export const keysRouter = router({
  /** Every key of the environment, those that work no more included. Never the keys themselves: only hashes are stored. */
  list: admins.query(async ({ ctx }) => {
    const { store, configuration } = ctx.dependencies;
    const waiting = new Map((await store.keys.waiting()).map((one) => [one.id, one]));
    const keys = await store.keys.list(ctx.environment);
    return {
      keys: keys.map((key) => {
        const found = waiting.get(key.id);
        return {
          ...key,
          waiting: found ? { by: found.by.name, yours: found.by.id === ctx.principal.id } : null,
        };
      }),
      at: configuration.now().toISOString(),
    };
  }),

  /** Makes a key. Its text is in this answer and nowhere else. Where the policy asks for it, it waits for another admin. */
  create: admins.input(NewKey).mutation(({ ctx, input }) => {
    const waits = mustWait(ctx);
    const act = actOf(ctx, `${waits ? 'Asked for' : 'Made'} the key "${input.name}"`);
    return createKey(ctx.dependencies, { ...input, environment: ctx.environment, waits }, act);
  }),

  /** Agrees to a key that somebody else has asked for: it works from then on. */
  approve: admins.input(z.object({ id: Id })).mutation(async ({ ctx, input: { id } }) => {
    const { store, serviceKeys } = ctx.dependencies;
    const { name } = await keyIn(store, ctx.environment, id);
    const waiting = (await store.keys.waiting()).find((one) => one.id === id);
    if (waiting?.by.id === ctx.principal.id && mustWait(ctx))
      throw new KnowngoodError('FORBIDDEN', 'Nobody approves their own key: ask another admin');
    if (!(await store.keys.approve(id, actOf(ctx, `Approved the key "${name}"`))))
      throw new KnowngoodError('CONFLICT', 'This key does not wait for anybody any more');
    serviceKeys.forget();
    return {};
  }),

  update: admins
    .input(z.object({ id: Id, name: Name.exactOptional(), ratePerMinute: RatePerMinute.exactOptional() }))
    .mutation(async ({ ctx, input: { id, ...set } }) => {
      const { store, serviceKeys } = ctx.dependencies;
      const { name } = await keyIn(store, ctx.environment, id);
      if (!(await store.keys.update(id, set, actOf(ctx, `Changed the key "${name}"`))))
        throw new KnowngoodError('CONFLICT', 'This key works no more, so there is nothing to change');
      serviceKeys.forget();
      return {};
    }),

  /** A new key in place of an old one, which goes on working for some hours: time to put the new one everywhere. */
  rotate: admins
    .input(z.object({ id: Id, overlapHours: z.int().min(0).max(720) }))
    .mutation(async ({ ctx, input: { id, overlapHours } }) => {
      const old = await keyIn(ctx.dependencies.store, ctx.environment, id);
      const waits = mustWait(ctx);
      const act = actOf(ctx, `${waits ? 'Asked to replace' : 'Replaced'} the key "${old.name}"`);
      return rotateKey(ctx.dependencies, old, { overlapHours, waits }, act);
    }),

  /** The next request with this key is refused. One that waits is turned down. */
  revoke: admins.input(z.object({ id: Id })).mutation(async ({ ctx, input: { id } }) => {
    const { store, serviceKeys } = ctx.dependencies;
    const { name } = await keyIn(store, ctx.environment, id);
    const act = actOf(ctx, `Revoked the key "${name}"`);
    await store.keys.revoke(id, act.at, act);
    serviceKeys.forget();
    return {};
  }),
});

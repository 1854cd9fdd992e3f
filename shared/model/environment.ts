import { z } from 'zod';
import { Key, Name } from './key.ts';

/** An isolated configuration log with its own keys. An archived one is read-only, and its keys do not work. */
export const Environment = z.object({
  key: Key,
  name: Name,
  createdAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().nullable(),
});
export type Environment = z.infer<typeof Environment>;

/**
 * What a key may do. `sync` downloads the rulebook, for services only. `public` stands alone: such a key is meant
 * to be read in a browser, so it works from its origins only and sees flags marked public.
 */
export const KeyScope = z.enum(['call', 'evaluate', 'ingest', 'sync', 'public']);
export type KeyScope = z.infer<typeof KeyScope>;

/** A web origin as browsers send it: scheme, host and port, such as `https://shop.example`. */
export const Origin = z
  .string()
  .max(255)
  .regex(
    /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
    'An origin is a scheme and a host in lower case, without a path: https://shop.example',
  );
export type Origin = z.infer<typeof Origin>;

/** What a person may do in an environment; each role includes the ones before it. */
export const Role = z.enum(['viewer', 'editor', 'release-manager', 'admin']);
export type Role = z.infer<typeof Role>;

/** Stands for all environments where a role is given; a role of one environment goes before it. */
export const everyEnvironment = '*';

/** The log of changes to people, keys and environments. No environment can have this key. */
export const systemLog = 'system';

/** A role per environment, or for `*`. */
export const Roles = z
  .record(z.union([Key, z.literal(everyEnvironment)]), Role)
  .refine((roles) => Object.keys(roles).length <= 100, 'At most 100 roles');
export type Roles = z.infer<typeof Roles>;

const rank: Record<Role, number> = { viewer: 0, editor: 1, 'release-manager': 2, admin: 3 };

/** True when this role includes the other. */
export const includesRole = (role: Role, other: Role): boolean => rank[role] >= rank[other];

/** The role that holds in an environment, if any. */
export const roleIn = (roles: Roles, environment: string): Role | null =>
  (Object.hasOwn(roles, environment) ? roles[environment] : roles[everyEnvironment]) ?? null;

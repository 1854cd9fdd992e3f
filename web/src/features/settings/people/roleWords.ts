import type { EnvironmentEntry, PersonEntry } from '../../../trpc.ts';
import { roleWords } from '../../../ui/useSession.ts';

export type Role = NonNullable<PersonEntry['roles'][string]>;
export const everywhere = '*';

/** The choices of a role, for a select. */
export const roleChoices = (Object.keys(roleWords) as Role[]).map((role) => ({
  value: role,
  label: roleWords[role],
}));

/** The name of an environment, or of all of them. */
export const whereWords = (key: string, environments: readonly EnvironmentEntry[]): string =>
  key === everywhere ? 'all environments' : (environments.find((one) => one.key === key)?.name ?? key);

/** Roles in one line: "Admin in all environments, Viewer in Staging". */
export const rolesInWords = (
  roles: PersonEntry['roles'],
  environments: readonly EnvironmentEntry[],
): string =>
  Object.entries(roles)
    .map(([key, role]) => `${roleWords[role]} in ${whereWords(key, environments)}`)
    .join(', ') || 'no role anywhere';

import { everyEnvironment, type Roles, roleIn } from '../../shared/model/environment.ts';
import type { PersonPrincipal } from '../auth/access.ts';
import { KnowngoodError } from '../errors.ts';

/** An admin of one environment decides about that one only, an admin of everything about all. @throws KnowngoodError FORBIDDEN */
export function mayGive({ roles }: PersonPrincipal, environments: readonly string[]): void {
  if (isAdminOfAll(roles)) return;
  const refused = environments.find((one) => one === everyEnvironment || roleIn(roles, one) !== 'admin');
  if (refused !== undefined)
    throw new KnowngoodError(
      'FORBIDDEN',
      refused === everyEnvironment
        ? 'Only an admin of all environments gives a role for all of them'
        : `You are not an admin of "${refused}", so you cannot decide about roles there`,
    );
}

export const isAdminOfAll = (roles: Roles): boolean => roles[everyEnvironment] === 'admin';

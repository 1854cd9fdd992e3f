import {
  everyEnvironment,
  includesRole,
  type KeyScope,
  type Role,
  type Roles,
} from '../../shared/model/environment.ts';
import type { Author } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';

/** Who is asking: a person with a role in the environment, or a service with a key bound to one. */
export type Principal = PersonPrincipal | KeyPrincipal;

export interface PersonPrincipal {
  kind: 'person';
  id: string;
  name: string;
  email: string;
  environment: string;
  /** The role in the environment that the request is about; null for none. */
  role: Role | null;
  roles: Roles;
  session: string;
}

export interface KeyPrincipal {
  kind: 'key';
  id: string;
  name: string;
  environment: string;
  scopes: readonly KeyScope[];
  /** The pages that a public key works on. */
  origins: readonly string[];
}

/** Who may call something. Every procedure and route declares one. */
export interface Access {
  /** Least role of a person; absent: no person may. */
  role?: Role;
  /**
   * Where the role must be held: in the environment that the request is about (`here`, the default), in any
   * environment at all, or in all of them at once. Only what is `here` stands still in an archived environment.
   */
  where?: 'here' | 'anywhere' | 'everywhere';
  /** It goes by POST only so that what is asked stands in no address: an archived environment takes it as well. */
  readsOnly?: true;
  /** Scope a key needs; absent: no key may. */
  scope?: KeyScope;
}

const roleWords = (role: Role) => role.replace('-', ' ');

/**
 * Lets the principal through or says why not.
 * @throws KnowngoodError UNAUTHENTICATED, FORBIDDEN
 */
export function requireAccess(principal: Principal | null, access: Access): Principal {
  if (!principal)
    throw new KnowngoodError(
      'UNAUTHENTICATED',
      'Sign in, or send an API key as "Authorization: Bearer kg_...": there is none here, or it is unknown, expired or revoked, or its environment is archived',
    );
  if (principal.kind === 'key') {
    if (access.scope && principal.scopes.includes(access.scope)) return principal;
    throw new KnowngoodError(
      'FORBIDDEN',
      access.scope
        ? `This API key needs the scope "${access.scope}"`
        : 'This is for people, not for API keys',
    );
  }
  if (!access.role) throw new KnowngoodError('FORBIDDEN', 'This is for API keys only');
  if (holds(principal, access.role, access.where ?? 'here')) return principal;
  throw new KnowngoodError('FORBIDDEN', refusal(principal, access.role, access.where ?? 'here'));
}

type Where = NonNullable<Access['where']>;

function holds({ role, roles }: PersonPrincipal, needed: Role, where: Where): boolean {
  const held: (Role | null | undefined)[] =
    where === 'here' ? [role] : where === 'everywhere' ? [roles[everyEnvironment]] : Object.values(roles);
  return held.some((one) => one != null && includesRole(one, needed));
}

function refusal({ role }: PersonPrincipal, needed: Role, where: Where): string {
  const needs = `This needs the role "${roleWords(needed)}"`;
  if (where === 'everywhere') return `${needs} for all environments`;
  if (where === 'anywhere') return `${needs} in some environment`;
  return role === null
    ? `${needs}; you have no role in this environment`
    : `${needs}; you are "${roleWords(role)}" here`;
}

/** The principal of a procedure that only people may call. @throws KnowngoodError FORBIDDEN */
export function personOf(principal: Principal): PersonPrincipal {
  if (principal.kind !== 'person')
    throw new KnowngoodError('FORBIDDEN', 'This is for people, not for API keys');
  return principal;
}

/**
 * Lets a key through that has one of these scopes, or says why not.
 * @throws KnowngoodError UNAUTHENTICATED, FORBIDDEN
 */
export function requireKey(
  principal: KeyPrincipal | null,
  ...scopes: [KeyScope, ...KeyScope[]]
): KeyPrincipal {
  const held = scopes.find((scope) => principal?.scopes.includes(scope)) ?? scopes[0];
  const found = requireAccess(principal, { scope: held });
  if (found.kind !== 'key') throw new KnowngoodError('FORBIDDEN', 'This surface takes API keys');
  return found;
}

/** The principal as the author of a revision. */
export const authorOf = (principal: Principal): Author => ({
  kind: principal.kind,
  id: principal.id,
  name: principal.name,
});

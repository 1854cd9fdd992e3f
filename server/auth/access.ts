import type { KeyScope, Role } from '../../shared/model/environment.ts';
import type { Author } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';

/** Who is asking: a person with a role in the environment, or a service with a key bound to one. */
export type Principal =
  | { kind: 'person'; id: string; name: string; email: string; role: Role }
  | KeyPrincipal;

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
  /** Scope a key needs; absent: no key may. */
  scope?: KeyScope;
}

const rank: Record<Role, number> = { viewer: 0, editor: 1, 'release-manager': 2, admin: 3 };

/**
 * Lets the principal through or says why not.
 * @throws KnowngoodError UNAUTHENTICATED, FORBIDDEN
 */
export function requireAccess(principal: Principal | null, access: Access): Principal {
  if (!principal)
    throw new KnowngoodError(
      'UNAUTHENTICATED',
      'Sign in, or send an API key as "Authorization: Bearer kg_..."',
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
  if (access.role && rank[principal.role] >= rank[access.role]) return principal;
  throw new KnowngoodError(
    'FORBIDDEN',
    access.role
      ? `This needs the role "${access.role.replace('-', ' ')}"; you are "${principal.role.replace('-', ' ')}" here`
      : 'This is for API keys only',
  );
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

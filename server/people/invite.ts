import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Roles } from '../../shared/model/environment.ts';
import type { Dependencies } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import type { Act, Invitation } from '../store/store.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * Invites somebody. Answers the link, which is not stored and not sent: whoever invites passes it on.
 * @throws KnowngoodError CONFLICT for somebody who is here already
 */
export async function invite(
  { store, publicUrl }: Pick<Dependencies, 'store' | 'publicUrl'>,
  request: { email: string; roles: Roles; days: number },
  by: Act,
): Promise<{ link: string; invitation: Invitation }> {
  const { roles, days } = request;
  const email = request.email.toLowerCase();
  if (await store.people.findByEmail(email))
    throw new KnowngoodError('CONFLICT', `${email} is here already: give them a role instead`);
  const token = randomBytes(32).toString('base64url');
  const invitation: Invitation = {
    id: randomUUID(),
    email,
    roles,
    invitedBy: by.author.name,
    createdAt: by.at,
    expiresAt: new Date(Date.parse(by.at) + days * dayMs).toISOString(),
    acceptedAt: null,
    revokedAt: null,
  };
  await store.invitations.create({ ...invitation, tokenHash: hashOf(token) }, by);
  // After the hash, so that the token reaches neither a log nor another site.
  return { link: `${publicUrl()}/join#${token}`, invitation };
}

/** The open invitation of a token. @throws KnowngoodError NOT_FOUND */
export async function findInvitation(
  { store }: Pick<Dependencies, 'store'>,
  token: string,
  at: string,
): Promise<Invitation> {
  const found = tokenShape.test(token) ? await store.invitations.findOpen(hashOf(token), at) : null;
  if (!found)
    throw new KnowngoodError(
      'NOT_FOUND',
      'This invitation was used, called back or is too old. Ask whoever invited you for a new link.',
    );
  return found;
}

import { randomUUID } from 'node:crypto';
import type { Dependencies } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { findInvitation } from './invite.ts';

/**
 * Makes the invited person, with a name and a password of their own.
 * @throws KnowngoodError NOT_FOUND for an invitation that is not open, CONFLICT for somebody who is here already
 */
export async function acceptInvitation(
  dependencies: Pick<Dependencies, 'store' | 'people'>,
  request: { token: string; name: string; password: string },
  at: string,
): Promise<{ email: string }> {
  const { store, people } = dependencies;
  const { token, name, password } = request;
  const { id, email } = await findInvitation(dependencies, token, at);
  if (await store.people.findByEmail(email))
    throw new KnowngoodError('CONFLICT', 'You are here already: sign in');
  const person = { id: randomUUID(), name, passwordHash: await (await people()).hashPassword(password) };
  const author = { kind: 'person' as const, id: person.id, name };
  if (!(await store.invitations.accept(id, person, { author, at, reason: 'Accepted the invitation' })))
    throw new KnowngoodError('NOT_FOUND', 'This invitation has just been used or called back');
  return { email };
}

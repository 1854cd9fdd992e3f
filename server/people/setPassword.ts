import type { PersonPrincipal } from '../auth/access.ts';
import type { Dependencies } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import type { Act } from '../store/store.ts';

/**
 * Sets the own password and ends every other session. The current one is asked for where there is one: a session
 * left open must not be enough to take an account over.
 * @throws KnowngoodError INVALID for a wrong current password, RATE_LIMITED
 */
export async function setPassword(
  dependencies: Pick<Dependencies, 'store' | 'people' | 'signInLimits'>,
  { id, email, session }: PersonPrincipal,
  { current, next }: { current: string | null; next: string },
  { address, by }: { address: string; by: Act },
): Promise<void> {
  const { store, signInLimits } = dependencies;
  const people = await dependencies.people();
  const hash = await store.people.passwordHash(id);
  if (hash !== null) {
    await signInLimits.guess(address, email);
    if (current === null || !(await people.isPassword(hash, current)))
      throw new KnowngoodError('INVALID', 'This is not your password');
    await signInLimits.right(address, email);
  }
  await store.people.setPassword(id, await people.hashPassword(next), session, by);
}

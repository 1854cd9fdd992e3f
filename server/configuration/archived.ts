import type { Author } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** The id of whoever works on the machine itself, as an author. */
export const commandLine = 'command-line';

/** Refuses to change an archived environment: it may be read and no more. @throws KnowngoodError CONFLICT */
export async function refuseArchived(
  { environments }: Pick<Store, 'environments'>,
  environment: string,
): Promise<void> {
  const found = await environments.find(environment);
  if (found?.archivedAt != null)
    throw new KnowngoodError(
      'CONFLICT',
      `The environment "${found.name}" is archived, so nothing in it can be changed. Unarchive it first.`,
    );
}

/** The server's own acts, such as registering the prompts at its start, are nobody's change. */
export const isServersOwn = ({ kind, id }: Author): boolean => kind === 'system' && id !== commandLine;

import { userInfo } from 'node:os';
import type { Author } from '../../shared/model/revision.ts';
import { commandLine } from '../configuration/archived.ts';

/** Whoever works on this machine, as the author of what they change. */
export function operator(): Author {
  return { kind: 'system', id: commandLine, name: `Command line (${userName()})` };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers may run as a user that has no name.
    return 'unknown user';
  }
}

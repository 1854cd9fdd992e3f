import { userInfo } from 'node:os';
import type { Author } from '../../shared/model/revision.ts';
import { type Configuration, openConfiguration } from '../configuration/configuration.ts';
import type { Settings } from '../settings.ts';
import { withData } from './withData.ts';

/** Works on the configuration of a data folder, beside a running server or without one. A running server takes changes in by itself. */
export const withConfiguration = <T>(
  work: (configuration: Configuration, settings: Settings) => Promise<T>,
): Promise<T> =>
  withData(async ({ settings, store, sign }) =>
    work(await openConfiguration(store, () => new Date(), sign), settings),
  );

/** Whoever works on this machine, as the author of what they change. */
export function operator(): Author {
  return { kind: 'system', id: 'command-line', name: `Command line (${userName()})` };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers may run as a user that has no name.
    return 'unknown user';
  }
}

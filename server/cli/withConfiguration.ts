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

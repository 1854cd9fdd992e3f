import { existsSync } from 'node:fs';
import path from 'node:path';
import { installationSecret } from '../auth/secret.ts';
import { headSigner, type Signer } from '../configuration/signedHead.ts';
import { KnowngoodError } from '../errors.ts';
import { readSettings, type Settings } from '../settings.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import type { Store } from '../store/store.ts';

/** Where the database of a data folder is. */
export const databaseFile = (settings: Settings): string => path.join(settings.dataDir, 'knowngood.db');

export interface OpenData {
  settings: Settings;
  store: Store;
  /** The installation's secret. */
  secret: string;
  sign: Signer;
}

/**
 * Works on the data folder itself, beside a running server or without one.
 * @throws KnowngoodError NOT_FOUND where there is no data folder yet.
 */
export async function withData<T>(work: (data: OpenData) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const file = databaseFile(settings);
  if (!existsSync(file)) {
    throw new KnowngoodError(
      'NOT_FOUND',
      `There is no database ${file} yet: start the server first, or set DATA_DIR to the folder that it uses.`,
    );
  }
  const store = openSqliteStore(file);
  try {
    const secret = await installationSecret(settings.dataDir, settings.sessionSecret);
    const sign = headSigner(secret);
    store.configuration.signWith(sign);
    return await work({ settings, store, secret, sign });
  } finally {
    await store.close();
  }
}

import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

const leastCharacters = 32;

/** Thrown for a secret file that cannot be used: starting with a weak secret would open every session. */
export class BadSecret extends Error {
  constructor(file: string, what: string) {
    super(
      `The secret file ${file} ${what}. Put the one from your backup in its place, or remove the file: then a new one is made, and everybody has to sign in again.`,
    );
  }
}

/**
 * The installation's secret: from the settings, or made once and kept beside the database, readable by its owner only.
 * @throws BadSecret
 */
export async function installationSecret(dataDir: string, given: string | null): Promise<string> {
  if (given) return given;
  const file = path.join(dataDir, 'secret');
  await makeOnce(file);
  const secret = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadSecret(file, `cannot be read (${error.code})`);
  });
  if (secret.trim().length < leastCharacters) throw new BadSecret(file, 'is too short to be a secret');
  return secret.trim();
}

/** Written elsewhere first and then linked into place, so that a crash leaves no file or a whole one. */
async function makeOnce(file: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(randomBytes(32).toString('hex'));
    await handle.sync();
    await handle.close();
    await link(temporary, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

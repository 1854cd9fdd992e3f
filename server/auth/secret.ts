import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The installation's secret: from the settings, or made once and kept beside the database, readable by its owner only. */
export async function installationSecret(dataDir: string, given: string | null): Promise<string> {
  if (given) return given;
  const file = path.join(dataDir, 'secret');
  const made = randomBytes(32).toString('hex');
  try {
    await writeFile(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}

import { mkdir } from 'node:fs/promises';
import { KnowngoodError } from '../errors.ts';
import { readSettings } from '../settings.ts';
import { BackupRefused, restoreBackup as putInPlace } from '../store/sqlite/backUp.ts';
import { type Command, say, UsageError } from './command.ts';
import { verify } from './verify.ts';
import { databaseFile } from './withData.ts';

export const restoreBackup: Command = {
  name: 'restore-backup',
  summary: 'puts a backup in the place of the database; the server must be stopped',
  usage: 'FILE',
  async run(args) {
    const [file, ...more] = args;
    if (file === undefined || more.length > 0) throw new UsageError('Name the backup');
    const settings = readSettings();
    await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
    const kept = await putInPlace(file, databaseFile(settings), new Date()).catch((error: unknown) => {
      throw error instanceof BackupRefused ? new KnowngoodError('CONFLICT', error.message) : error;
    });
    if (kept) say(`What was there is kept as ${kept}.`);
    say(`${file} is in place. Its chains:`);
    return verify.run([]);
  },
};

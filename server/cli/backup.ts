import { existsSync } from 'node:fs';
import path from 'node:path';
import { KnowngoodError } from '../errors.ts';
import { readSettings } from '../settings.ts';
import { backUp } from '../store/sqlite/backUp.ts';
import { type Command, say, UsageError } from './command.ts';
import { databaseFile } from './withData.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'copies the database to a file, while the server runs or not',
  usage: 'FILE',
  async run(args) {
    const [file, ...more] = args;
    if (file === undefined || more.length > 0) throw new UsageError('Name the file to write');
    const settings = readSettings();
    const database = databaseFile(settings);
    if (!existsSync(database)) throw new KnowngoodError('NOT_FOUND', `There is no database ${database}`);
    if (existsSync(file))
      throw new KnowngoodError('CONFLICT', `${file} is there already: name a file that is not`);
    await backUp(database, file);
    say(`Wrote ${file}.`);
    if (!settings.sessionSecret)
      say(`Keep a copy of ${path.join(settings.dataDir, 'secret')} too, in another place.`);
    return 0;
  },
};

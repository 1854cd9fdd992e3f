import { parseArgs } from 'node:util';
import { planImport } from '../configuration/importDocument.ts';
import { defaultEnvironment } from '../context.ts';
import { changeLines } from './changeLines.ts';
import { type Command, say, UsageError } from './command.ts';
import { readDocumentFile } from './readDocumentFile.ts';
import { withConfiguration } from './withConfiguration.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'says what importing a document would change',
  usage: `FILE [--environment ENVIRONMENT]

  Exits with 0 where nothing would change, with 1 where something would.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { environment: { type: 'string', default: defaultEnvironment } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('Name the document');
    const document = await readDocumentFile(file);
    return withConfiguration(async (configuration) => {
      const snapshot = configuration.committed(values.environment);
      const changes = planImport(snapshot, document);
      for (const line of changeLines(changes, snapshot)) say(line);
      return changes.length === 0 ? 0 : 1;
    });
  },
};

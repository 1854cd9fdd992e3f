import path from 'node:path';
import { parseArgs } from 'node:util';
import { importDocument, planImport } from '../configuration/importDocument.ts';
import { defaultEnvironment } from '../context.ts';
import { changeLines } from './changeLines.ts';
import { type Command, say, UsageError } from './command.ts';
import { operator } from './operator.ts';
import { readDocumentFile } from './readDocumentFile.ts';
import { withConfiguration } from './withConfiguration.ts';

export const importEnvironment: Command = {
  name: 'import',
  summary: 'makes an environment what a document says, as one commit',
  usage: `FILE [--environment ENVIRONMENT] [--dry-run] [--reason TEXT]

  Flags and segments that the document does not have are deleted; units and prompts are only added; overrides,
  keys, scheduled changes and approvals stay as they are.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        environment: { type: 'string', default: defaultEnvironment },
        'dry-run': { type: 'boolean', default: false },
        reason: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('Name the document');
    const document = await readDocumentFile(file);
    const { environment } = values;
    const reason = (values.reason?.trim() || `Import of ${path.basename(file)}`).slice(0, 2_000);
    return withConfiguration(async (configuration) => {
      const before = configuration.committed(environment);
      if (values['dry-run']) {
        const changes = planImport(before, document);
        for (const line of changeLines(changes, before)) say(line);
        say(`${count(changes.length)} would change in ${environment}. Nothing was changed.`);
        return 0;
      }
      const request = { environment, author: operator(), reason, document };
      const { changes, changed, revision } = await importDocument(configuration, request);
      for (const line of changeLines(changes, before)) say(line);
      say(
        changed
          ? `${count(changes.length)} changed in ${environment}, as revision ${revision}.`
          : `${environment} is so already, at revision ${revision}.`,
      );
      return 0;
    });
  },
};

const count = (resources: number): string => (resources === 1 ? '1 resource' : `${resources} resources`);

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DocumentFormat, documentOf, writeDocument } from '../configuration/document.ts';
import { defaultEnvironment } from '../context.ts';
import { type Command, UsageError } from './command.ts';
import { withConfiguration } from './withConfiguration.ts';

export const exportEnvironment: Command = {
  name: 'export',
  summary: 'writes an environment as one YAML or JSON document, for version control',
  usage: `[--environment ENVIRONMENT] [--format yaml|json] [FILE]

  Flags, segments, units and prompts; no overrides, no keys. Without FILE it goes to standard output.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        environment: { type: 'string', default: defaultEnvironment },
        format: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    if (more.length > 0) throw new UsageError('Name one file');
    const format = DocumentFormat.safeParse(values.format ?? (file?.endsWith('.json') ? 'json' : 'yaml'));
    if (!format.success) throw new UsageError('--format takes yaml or json');
    const text = await withConfiguration(async (configuration) =>
      writeDocument(documentOf(configuration.committed(values.environment)), format.data),
    );
    if (file === undefined) process.stdout.write(text);
    else await writeFile(file, text);
    return 0;
  },
};

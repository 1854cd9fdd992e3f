import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { KnowngoodError } from '../errors.ts';
import type { AppRouter } from '../router.ts';
import { readSettings } from '../settings.ts';
import { type Command, say } from './command.ts';

const timeoutMs = 10_000;

export const codegen: Command = {
  name: 'codegen',
  summary: 'writes the flags of a running server as TypeScript types',
  usage: `[--url URL] [--out FILE]

  KNOWNGOOD_API_KEY must be a key with the scope "evaluate".`,
  async run(args) {
    const settings = readSettings();
    const { values } = parseArgs({
      args,
      options: {
        url: { type: 'string', default: settings.publicUrl },
        out: { type: 'string', default: 'knowngood-flags.ts' },
      },
    });
    const demoKey = path.join(settings.dataDir, 'demo-key');
    const key = settings.apiKey ?? (await readFile(demoKey, 'utf8').catch(() => '')).trim();
    const client = createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: `${values.url}/trpc`, headers: { authorization: `Bearer ${key}` } })],
    });
    const { revision, source } = await client.codegen.types
      .query(undefined, { signal: AbortSignal.timeout(timeoutMs) })
      .catch((error: Error) => {
        throw new KnowngoodError(
          'UNAVAILABLE',
          `The types could not be written: ${error.message}\nIs the server at ${values.url}, and is KNOWNGOOD_API_KEY a key with the scope "evaluate"?`,
        );
      });
    await writeFile(values.out, source);
    say(`Wrote ${values.out} from revision ${revision}.`);
    return 0;
  },
};

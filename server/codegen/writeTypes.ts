import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AppRouter } from '../router.ts';
import { readSettings } from '../settings.ts';

/** `npm run codegen -- --out src/flags.ts`: writes the flags of the server at --url as TypeScript types. */
const settings = readSettings();
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: settings.publicUrl },
    out: { type: 'string', default: 'knowngood-flags.ts' },
  },
});
const key =
  settings.apiKey ?? (await readFile(path.join(settings.dataDir, 'demo-key'), 'utf8').catch(() => '')).trim();
try {
  const signal = AbortSignal.timeout(10_000);
  const client = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${values.url}/trpc`, headers: { authorization: `Bearer ${key}` } })],
  });
  const { revision, source } = await client.codegen.types.query(undefined, { signal });
  await writeFile(values.out, source);
  process.stdout.write(`Wrote ${values.out} from revision ${revision}.\n`);
} catch (error) {
  process.stderr.write(
    `The types could not be written: ${error instanceof Error ? error.message : error}\nIs the server at ${values.url}, and is KNOWNGOOD_API_KEY a key with the scope "evaluate"?\n`,
  );
  process.exit(1);
}

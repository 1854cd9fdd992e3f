import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { KeyScope, Origin } from '../../shared/model/environment.ts';
import { defaultEnvironment } from '../context.ts';
import { readSettings } from '../settings.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { createServiceKey } from './serviceKeys.ts';

/**
 * `npm run create-key -- --name checkout --scopes call,evaluate`: makes an API key and shows it once. Works while
 * the server runs. A key for browsers: `--scopes public --origins https://shop.example`.
 */
const { values } = parseArgs({
  options: {
    name: { type: 'string', default: 'Service' },
    scopes: { type: 'string', default: 'call' },
    origins: { type: 'string', default: '' },
  },
});
const scopes = z.array(KeyScope).min(1).safeParse(values.scopes.split(','));
const origins = z.array(Origin).max(20).safeParse(values.origins.split(',').filter(Boolean));
const isPublic = scopes.data?.includes('public') ?? false;
const settings = readSettings();
const problem = !scopes.success
  ? `--scopes takes a list of: ${KeyScope.options.join(', ')}`
  : !origins.success
    ? `--origins takes a list of at most 20. ${origins.error.issues[0]?.message}`
    : isPublic && scopes.data.length > 1
      ? 'A public key can be read by everyone in a browser, so "public" cannot stand beside another scope.'
      : isPublic !== origins.data.length > 0
        ? 'A public key, and no other, needs the origins of its pages: --scopes public --origins https://shop.example'
        : existsSync(settings.dataDir)
          ? null
          : `There is no data folder ${settings.dataDir} yet: start the server first, or set DATA_DIR to the one that it uses.`;
if (problem !== null || !scopes.data || !origins.data) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
const store = openSqliteStore(path.join(settings.dataDir, 'knowngood.db'));
try {
  const request = {
    id: randomUUID(),
    environment: defaultEnvironment,
    name: values.name,
    scopes: scopes.data,
    origins: origins.data,
    now: new Date(),
  };
  const key = await createServiceKey(store.keys, request);
  process.stdout.write(
    `\nAPI key "${values.name}" for ${scopes.data.join(', ')}. It is shown only now, and stored only as a hash:\n\n  ${key}\n\n`,
  );
} finally {
  await store.close();
}

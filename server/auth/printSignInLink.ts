import { existsSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { readSettings } from '../settings.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { createPeople } from './people.ts';
import { installationSecret } from './secret.ts';

/** `npm run sign-in-link`: whoever can read the data folder may sign in as the admin. Works while the server runs, and while it does not. */
const settings = readSettings();
if (!existsSync(settings.dataDir)) {
  process.stderr.write(
    `There is no data folder ${settings.dataDir} yet: start the server first, or set DATA_DIR to the one that it uses.\n`,
  );
  process.exit(1);
}
const store = openSqliteStore(path.join(settings.dataDir, 'knowngood.db'));
try {
  const secret = await installationSecret(settings.dataDir, settings.sessionSecret);
  const { publicUrl } = settings;
  const people = createPeople({
    store,
    publicUrl,
    secret,
    trustedOrigins: [publicUrl],
    log: pino({ level: 'silent' }),
  });
  const admin = await people.ensureAdmin(settings.adminEmail);
  const link = await people.signInLink(admin.email);
  process.stdout.write(
    `\nThis link signs ${admin.email} in with one click. It works once, for 24 hours:\n\n  ${link}\n\n`,
  );
} finally {
  await store.close();
}

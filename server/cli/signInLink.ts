import pino from 'pino';
import { type Command, say } from './command.ts';
import { withData } from './withData.ts';

/** Whoever can read the data folder may sign in as the admin. */
export const signInLink: Command = {
  name: 'sign-in-link',
  summary: 'prints a link that signs the admin in, while the server runs or not',
  usage: '',
  run: () =>
    withData(async ({ settings, store, secret }) => {
      const { createPeople } = await import('../auth/people.ts');
      const { publicUrl } = settings;
      const log = pino({ level: 'silent' });
      const people = createPeople({ store, publicUrl, secret, trustedOrigins: [publicUrl], log });
      const admin = await people.ensureAdmin(settings.adminEmail);
      const link = await people.signInLink(admin.email);
      say(`\nThis link signs ${admin.email} in with one click. It works once, for 24 hours:\n\n  ${link}\n`);
      return 0;
    }),
};

import { eq } from 'drizzle-orm';
import type { Store } from '../store.ts';
import { sqliteApprovals } from './approvals.ts';
import { sqliteConfiguration } from './configuration.ts';
import { sqliteEnvironments } from './environments.ts';
import { sqliteInvitations } from './invitations.ts';
import { sqliteKeys } from './keys.ts';
import { openDatabase } from './openDatabase.ts';
import { sqlitePeople } from './people.ts';
import { facts } from './schema.ts';
import { sqliteTelemetry } from './telemetry.ts';

/**
 * The embedded store: one SQLite file, made and migrated where it is missing or older.
 * @throws DatabaseTooNew when a newer program wrote the file.
 */
export function openSqliteStore(file: string): Store {
  const { connection, database } = openDatabase(file);
  const telemetry = sqliteTelemetry(file);
  return {
    environments: sqliteEnvironments(database),
    configuration: sqliteConfiguration({ connection, database }),
    approvals: sqliteApprovals(database),
    telemetry,
    conversations: telemetry.conversations,
    keys: sqliteKeys(database),
    people: sqlitePeople(database),
    invitations: sqliteInvitations(database),
    facts: {
      get: async (name) => database.select().from(facts).where(eq(facts.name, name)).get()?.value ?? null,
      set: async (name, value) => {
        database
          .insert(facts)
          .values({ name, value })
          .onConflictDoUpdate({ target: facts.name, set: { value } })
          .run();
      },
    },
    ping: async () => connection.prepare('select 1').get() !== undefined,
    close: async () => {
      await telemetry.close();
      connection.close();
    },
  };
}

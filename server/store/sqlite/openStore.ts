import { eq } from 'drizzle-orm';
import type { Store } from '../store.ts';
import { sqliteConfiguration } from './configuration.ts';
import { sqliteKeys } from './keys.ts';
import { openDatabase } from './openDatabase.ts';
import { sqlitePeople } from './people.ts';
import { environments, facts } from './schema.ts';
import { sqliteTelemetry } from './telemetry.ts';

/**
 * The embedded store: one SQLite file, made and migrated where it is missing or older.
 * @throws DatabaseTooNew when a newer program wrote the file.
 */
export function openSqliteStore(file: string): Store {
  const { connection, database } = openDatabase(file);
  const telemetry = sqliteTelemetry(file);
  return {
    environments: {
      list: async () => database.select().from(environments).all(),
      create: async (environment) => {
        database.insert(environments).values(environment).onConflictDoNothing().run();
      },
    },
    configuration: sqliteConfiguration(database),
    telemetry,
    keys: sqliteKeys(database),
    people: sqlitePeople(database),
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

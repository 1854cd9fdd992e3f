import { eq } from 'drizzle-orm';
import type { Store } from '../store.ts';
import { sqliteApprovals } from './approvals.ts';
import { sqliteConfiguration } from './configuration.ts';
import { sqliteEnvironments } from './environments.ts';
import { sqliteInvitations } from './invitations.ts';
import { sqliteKeys } from './keys.ts';
import { openDatabase } from './openDatabase.ts';
import { sqlitePeople } from './people.ts';
import { sqliteRetrieval } from './retrieval.ts';
import { facts } from './schema.ts';
import { sqliteTelemetry } from './telemetry.ts';

/** Most that an index, and all that are searched at a time, take of memory where nobody has set another number. */
const usualIndexMemory = 1024 ** 3;

/**
 * The embedded store: one SQLite file, made and migrated where it is missing or older.
 * @param options.indexMemoryBytes Most that the vectors of one index, and all that are searched at a time, may take.
 * @throws DatabaseTooNew when a newer program wrote the file.
 */
export function openSqliteStore(
  file: string,
  { indexMemoryBytes = usualIndexMemory }: { indexMemoryBytes?: number } = {},
): Store {
  const { connection, database } = openDatabase(file);
  const telemetry = sqliteTelemetry(file);
  const retrieval = sqliteRetrieval(file, connection, indexMemoryBytes);
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
    retrieval,
    ping: async () => connection.prepare('select 1').get() !== undefined,
    close: async () => {
      await Promise.all([telemetry.close(), retrieval.close()]);
      connection.close();
    },
  };
}

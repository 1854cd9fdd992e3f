import { chmodSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { connect } from './connect.ts';
import * as schema from './schema.ts';

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Thrown when the file was written by a later version of the program, which this one must not touch. */
export class DatabaseTooNew extends Error {
  constructor(file: string) {
    super(
      `The database ${file} was written by a newer version of Knowngood. Start that version, or point DATA_DIR at another folder. Nothing was changed.`,
    );
  }
}

/**
 * How long the main thread may stand still for somebody else's write. Our own telemetry writes for a few
 * milliseconds; whoever holds the lock for longer is waited for without blocking (see `withoutBlocking`).
 */
const mainThreadBusyMs = 40;

/**
 * Opens the database file and brings its schema up to date.
 * @throws DatabaseTooNew when the file has migrations that this program does not know.
 */
export function openDatabase(file: string) {
  const connection = connect(file, { durability: 'FULL', busyMs: mainThreadBusyMs });
  try {
    refuseNewer(connection, file);
    const database = drizzle(connection, { schema });
    migrate(database, { migrationsFolder });
    // It holds sessions and hashes of keys: for its owner only. SQLite gives its side files the same mode.
    chmodSync(file, 0o600);
    return { connection, database };
  } catch (error) {
    connection.close();
    throw error;
  }
}

export type OpenDatabase = ReturnType<typeof openDatabase>;
export type SqliteDatabase = OpenDatabase['database'];

function refuseNewer(connection: Database.Database, file: string): void {
  if (newestMigration(connection) > newestKnown()) throw new DatabaseTooNew(file);
}

/** Why this program cannot work with an open database; null where it can. */
export function databaseProblem(connection: Database.Database): string | null {
  const newest = newestMigration(connection);
  if (newest === 0) return 'it is not a database of Knowngood';
  return newest > newestKnown() ? 'a newer version of Knowngood wrote it' : null;
}

/** When the newest migration that a database has was written; 0 where it has none. */
function newestMigration(connection: Database.Database): number {
  const table = connection
    .prepare("select 1 from sqlite_master where type = 'table' and name = '__drizzle_migrations'")
    .get();
  if (!table) return 0;
  const applied = connection.prepare('select max(created_at) as newest from __drizzle_migrations').get() as {
    newest: number | null;
  };
  return applied.newest ?? 0;
}

function newestKnown(): number {
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    entries: { when: number }[];
  };
  return Math.max(0, ...journal.entries.map((entry) => entry.when));
}

import Database from 'better-sqlite3';

/** How hard a connection works to survive a power cut: configuration is synced at each commit, telemetry is not. */
type Durability = 'FULL' | 'NORMAL';

/** Opens one connection with the pragmas that all of ours share. */
export function connect(
  file: string,
  options: { durability: Durability; busyMs: number; readonly?: boolean },
): Database.Database {
  const connection = new Database(file, { readonly: options.readonly ?? false });
  connection.pragma(`busy_timeout = ${options.busyMs}`);
  if (!options.readonly) {
    connection.pragma('journal_mode = WAL');
    connection.pragma(`synchronous = ${options.durability}`);
    connection.pragma('foreign_keys = ON');
  }
  return connection;
}

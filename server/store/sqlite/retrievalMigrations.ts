import type Database from 'better-sqlite3';
import type { GoldenSet, MigrationStore, StoredMigration } from '../retrieval.ts';
import { withoutBlocking } from './withoutBlocking.ts';

const columns =
  'id, environment, collection, state, version, body, created_at as createdAt, updated_at as updatedAt';

/** Migrations, their reports and the golden sets they are judged by. Few rows and short statements. */
export function retrievalMigrations(
  connection: Database.Database,
): Omit<MigrationStore, 'save' | 'countedGoldenSets' | 'decidedVerdicts'> {
  const parsed = <T>(row: unknown): T => {
    const { body, ...rest } = row as { body: string };
    return { ...rest, body: JSON.parse(body) } as T;
  };
  return {
    create: async (migration) => {
      await withoutBlocking(() => insertMigration(connection, migration));
    },
    find: async (id) => {
      const row = connection.prepare(`select ${columns} from index_migrations where id = ?`).get(id);
      return row ? parsed<StoredMigration>(row) : null;
    },
    list: async ({ environment = null, collection = null, state = null, limit }) =>
      connection
        .prepare(
          `select ${columns} from index_migrations where (@environment is null or environment = @environment) and (@collection is null or collection = @collection)
             and (@state is null or state = @state)
           order by created_at desc, id limit @limit`,
        )
        .all({ environment, collection, state, limit })
        .map((row) => parsed<StoredMigration>(row)),
    addReport: ({ migration, at, body }) =>
      withoutBlocking(() =>
        Number(
          connection
            .prepare('insert into gate_reports (migration, at, body) values (?, ?, ?)')
            .run(migration, at, JSON.stringify(body)).lastInsertRowid,
        ),
      ),
    reports: async (migration, limit) =>
      connection
        .prepare('select number, at, body from gate_reports where migration = ? order by number desc limit ?')
        .all(migration, limit)
        .map((row) => parsed(row)),
    keepGoldenSet: async ({ id, collection, name, hash, body, createdAt }) => {
      await withoutBlocking(() =>
        connection
          .prepare(
            'insert into golden_sets (id, collection, name, hash, body, created_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
          )
          .run(id, collection, name, hash, JSON.stringify(body), createdAt),
      );
    },
    goldenSets: async (collection) =>
      connection
        .prepare(
          'select id, collection, name, hash, created_at as createdAt from golden_sets where collection = ? order by created_at desc limit 200',
        )
        .all(collection) as Omit<GoldenSet, 'body'>[],
    goldenSet: async (id) => {
      const row = connection
        .prepare(
          'select id, collection, name, hash, body, created_at as createdAt from golden_sets where id = ?',
        )
        .get(id);
      return row ? parsed<GoldenSet>(row) : null;
    },
  };
}

/** Keeps the first version of a migration. */
export function insertMigration(connection: Database.Database, migration: StoredMigration): void {
  const { id, environment, collection, state, version, body, createdAt, updatedAt } = migration;
  connection
    .prepare(
      `insert into index_migrations (id, environment, collection, state, version, body, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(id, environment, collection, state, version, JSON.stringify(body), createdAt, updatedAt);
}

/** Puts the next version of a migration in place; false where it is not at the one before. */
export function saveMigration(connection: Database.Database, migration: StoredMigration): boolean {
  const { id, state, version, body, updatedAt } = migration;
  const { changes } = connection
    .prepare(
      'update index_migrations set state = ?, version = ?, body = ?, updated_at = ? where id = ? and version = ?',
    )
    .run(state, version, JSON.stringify(body), updatedAt, id, version - 1);
  return changes === 1;
}

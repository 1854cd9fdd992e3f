import { asc, eq } from 'drizzle-orm';
import type { EnvironmentStore } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { environments } from './schema.ts';
import { inOneTransaction, ownAct, recordInSystemLog } from './systemLog.ts';

export function sqliteEnvironments(database: SqliteDatabase): EnvironmentStore {
  const find = (key: string) =>
    database.select().from(environments).where(eq(environments.key, key)).get() ?? null;
  return {
    list: async () => database.select().from(environments).orderBy(asc(environments.createdAt)).all(),
    find: async (key) => find(key),
    create: (environment, by) =>
      inOneTransaction(database, () => {
        if (find(environment.key)) return false;
        const row = { ...environment, archivedAt: null };
        database.insert(environments).values(row).run();
        const act = by ?? ownAct(environment.createdAt, `Made the environment "${environment.key}"`);
        recordInSystemLog(database, act, [{ kind: 'environment', key: environment.key, after: row }]);
        return true;
      }),
    update: (key, change, by) =>
      inOneTransaction(database, () => {
        const before = find(key);
        if (!before) return null;
        const after = { ...before, ...change };
        if (after.name === before.name && after.archivedAt === before.archivedAt) return before;
        database.update(environments).set(change).where(eq(environments.key, key)).run();
        recordInSystemLog(database, by, [{ kind: 'environment', key, after }]);
        return after;
      }),
  };
}

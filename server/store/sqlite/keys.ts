import { desc, eq } from 'drizzle-orm';
import type { KeyScope } from '../../../shared/model/environment.ts';
import type { KeyStore, ServiceKey } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { serviceKeys } from './schema.ts';

export const sqliteKeys = (database: SqliteDatabase): KeyStore => ({
  create: async (key) => {
    database
      .insert(serviceKeys)
      .values({ ...key, scopes: JSON.stringify(key.scopes) })
      .run();
  },
  findByHash: async (hash) => {
    const row = database.select().from(serviceKeys).where(eq(serviceKeys.hash, hash)).get();
    return row ? toKey(row) : null;
  },
  list: async (environment) =>
    database
      .select()
      .from(serviceKeys)
      .where(eq(serviceKeys.environment, environment))
      .orderBy(desc(serviceKeys.createdAt))
      .all()
      .map(toKey),
});

function toKey({ hash: _, ...row }: typeof serviceKeys.$inferSelect): ServiceKey {
  return { ...row, scopes: JSON.parse(row.scopes) as KeyScope[] };
}

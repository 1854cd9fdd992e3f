import { and, desc, eq, gt, isNull, ne, or } from 'drizzle-orm';
import type { KeyScope } from '../../../shared/model/environment.ts';
import type { KeyStore, ServiceKey } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { serviceKeys } from './schema.ts';

export const sqliteKeys = (database: SqliteDatabase): KeyStore => ({
  create: async (key) => {
    database
      .insert(serviceKeys)
      .values({ ...key, scopes: JSON.stringify(key.scopes), origins: JSON.stringify(key.origins) })
      .run();
  },
  findByHash: async (hash) => {
    const row = database.select().from(serviceKeys).where(eq(serviceKeys.hash, hash)).get();
    return row ? toKey(row) : null;
  },
  findById: async (id) => {
    const row = database.select().from(serviceKeys).where(eq(serviceKeys.id, id)).get();
    return row ? toKey(row) : null;
  },
  origins: async (at) => {
    const live = and(
      ne(serviceKeys.origins, '[]'),
      isNull(serviceKeys.revokedAt),
      or(isNull(serviceKeys.expiresAt), gt(serviceKeys.expiresAt, at)),
    );
    const rows = database.select({ origins: serviceKeys.origins }).from(serviceKeys).where(live).all();
    return rows.flatMap((row) => JSON.parse(row.origins) as string[]);
  },
  revoke: async (id, at) => {
    database
      .update(serviceKeys)
      .set({ revokedAt: at })
      .where(and(eq(serviceKeys.id, id), isNull(serviceKeys.revokedAt)))
      .run();
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
  return {
    ...row,
    scopes: JSON.parse(row.scopes) as KeyScope[],
    origins: JSON.parse(row.origins) as string[],
  };
}

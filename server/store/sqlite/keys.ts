import { and, desc, eq, gt, isNull, like, ne, or, sql } from 'drizzle-orm';
import type { KeyScope } from '../../../shared/model/environment.ts';
import type { KeyStore, ServiceKey, WaitingKey } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { environments, facts, serviceKeys } from './schema.ts';
import { inOneTransaction, ownAct, recordInSystemLog } from './systemLog.ts';

type Row = typeof serviceKeys.$inferSelect;

const waitingFact = 'waiting key:';
const hourMs = 60 * 60 * 1_000;

export function sqliteKeys(database: SqliteDatabase): KeyStore {
  const works = (at: string) =>
    and(isNull(serviceKeys.revokedAt), or(isNull(serviceKeys.expiresAt), gt(serviceKeys.expiresAt, at)));
  const find = (id: string) =>
    database.select().from(serviceKeys).where(eq(serviceKeys.id, id)).get() ?? null;
  const working = (id: string, at: string) =>
    database
      .select()
      .from(serviceKeys)
      .where(and(eq(serviceKeys.id, id), works(at)))
      .get() ?? null;
  // Prepared once: calls wait for these look-ups.
  const open = (field: 'hash' | 'id') =>
    database
      .select({ key: serviceKeys })
      .from(serviceKeys)
      .leftJoin(environments, eq(environments.key, serviceKeys.environment))
      .where(and(eq(serviceKeys[field], sql.placeholder('value')), isNull(environments.archivedAt)))
      .prepare();
  const byHash = open('hash');
  const byId = open('id');
  const insert = (key: ServiceKey & { hash: string }) =>
    database
      .insert(serviceKeys)
      .values({ ...key, scopes: JSON.stringify(key.scopes), origins: JSON.stringify(key.origins) })
      .run();
  const change = (id: string, set: Partial<Row>) =>
    database.update(serviceKeys).set(set).where(eq(serviceKeys.id, id)).run();
  /** The key as it is now, in the form that the log holds. */
  const logged = (id: string) => {
    const row = find(id);
    const waits = waitingOf(id) ? { waits: true } : {};
    return { kind: 'key' as const, key: id, after: row ? { ...bodyOf(toKey(row)), ...waits } : null };
  };

  const factOf = (id: string) => `${waitingFact}${id}`;
  const waitingOf = (id: string): WaitingKey | null => {
    const row = database
      .select()
      .from(facts)
      .where(eq(facts.name, factOf(id)))
      .get();
    return row ? (JSON.parse(row.value) as WaitingKey) : null;
  };
  const waitNoMore = (id: string) =>
    database
      .delete(facts)
      .where(eq(facts.name, factOf(id)))
      .run();
  /** The old key ends when the overlap is over, or when it would have anyway. */
  const replace = (old: string, expiresAt: string, key: string, at: string): boolean => {
    const before = working(old, at);
    if (!before) return false;
    const sooner = before.expiresAt !== null && before.expiresAt < expiresAt;
    change(old, { replacedBy: key, ...(sooner ? {} : { expiresAt }) });
    return true;
  };

  return {
    ask: (key, waiting, by) =>
      inOneTransaction(database, () => {
        insert({ ...key, expiresAt: key.createdAt });
        const value = JSON.stringify({ id: key.id, ...waiting });
        database
          .insert(facts)
          .values({ name: factOf(key.id), value })
          .run();
        recordInSystemLog(database, by, [logged(key.id)]);
      }),
    waiting: async () =>
      database
        .select()
        .from(facts)
        .where(like(facts.name, `${waitingFact}%`))
        .all()
        .map((row) => JSON.parse(row.value) as WaitingKey),
    approve: (id, by) =>
      inOneTransaction(database, () => {
        const waiting = waitingOf(id);
        if (!waiting) return false;
        const { expiresAt, replaces } = waiting;
        waitNoMore(id);
        change(id, { expiresAt });
        const over = replaces && new Date(Date.parse(by.at) + replaces.overlapHours * hourMs).toISOString();
        const replaced =
          replaces && over && replace(replaces.id, over, id, by.at) ? [logged(replaces.id)] : [];
        recordInSystemLog(database, by, [...replaced, logged(id)]);
        return true;
      }),
    create: (key, by) =>
      inOneTransaction(database, () => {
        insert(key);
        const act = by ?? ownAct(key.createdAt, `Made the key "${key.name}" on the server itself`);
        recordInSystemLog(database, act, [logged(key.id)]);
      }),
    rotate: (old, key, by) =>
      inOneTransaction(database, () => {
        if (!replace(old.id, old.expiresAt, key.id, by.at)) return false;
        insert(key);
        recordInSystemLog(database, by, [logged(old.id), logged(key.id)]);
        return true;
      }),
    update: (id, set, by) =>
      inOneTransaction(database, () => {
        if (!working(id, by.at)) return false;
        if (Object.keys(set).length === 0) return true;
        change(id, set);
        recordInSystemLog(database, by, [logged(id)]);
        return true;
      }),
    touch: (used) =>
      inOneTransaction(database, () => {
        for (const { id, at } of used) change(id, { lastUsedAt: at });
      }),
    findByHash: async (hash) => {
      const row = byHash.get({ value: hash });
      return row ? toKey(row.key) : null;
    },
    findById: async (id) => {
      const row = byId.get({ value: id });
      return row ? toKey(row.key) : null;
    },
    origins: async (at) => {
      const rows = database
        .select({ origins: serviceKeys.origins })
        .from(serviceKeys)
        .leftJoin(environments, eq(environments.key, serviceKeys.environment))
        .where(and(ne(serviceKeys.origins, '[]'), works(at), isNull(environments.archivedAt)))
        .all();
      return rows.flatMap((row) => JSON.parse(row.origins) as string[]);
    },
    revoke: (id, at, by) =>
      inOneTransaction(database, () => {
        const row = find(id);
        if (!row || row.revokedAt !== null) return;
        change(id, { revokedAt: at });
        waitNoMore(id);
        recordInSystemLog(database, by ?? ownAct(at, `Revoked the key "${row.name}"`), [logged(id)]);
      }),
    list: async (environment) =>
      database
        .select()
        .from(serviceKeys)
        .where(eq(serviceKeys.environment, environment))
        .orderBy(desc(serviceKeys.createdAt))
        .all()
        .map(toKey),
  };
}

const toKey = ({ hash: _, ...row }: Row): ServiceKey => ({
  ...row,
  scopes: JSON.parse(row.scopes) as KeyScope[],
  origins: JSON.parse(row.origins) as string[],
});

const bodyOf = ({ id: _id, lastUsedAt: _used, ...body }: ServiceKey) => body;

import { and, desc, eq, inArray } from 'drizzle-orm';
import { PendingChange } from '../../../shared/model/pendingChange.ts';
import type { ApprovalStore, ClosingChange } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { pendingChanges } from './schema.ts';
import { withoutBlocking } from './withoutBlocking.ts';

/** Changes that wait for a second person, one JSON document each. */
export function sqliteApprovals(database: SqliteDatabase): ApprovalStore {
  return {
    create: (change) =>
      withoutBlocking(() => void database.insert(pendingChanges).values(rowOf(change)).run()),
    find: async (id) => {
      const row = database.select().from(pendingChanges).where(eq(pendingChanges.id, id)).get();
      return row ? toChange(row.body) : null;
    },
    list: async ({ environment, states, limit }) =>
      database
        .select()
        .from(pendingChanges)
        .where(and(eq(pendingChanges.environment, environment), inArray(pendingChanges.state, [...states])))
        .orderBy(desc(pendingChanges.updatedAt))
        .limit(limit)
        .all()
        .map((row) => toChange(row.body)),
    update: (closing) => withoutBlocking(() => updatePending(database, closing)),
  };
}

/** Puts a pending change's new state in place, if it is still as somebody saw it. */
export function updatePending(database: SqliteDatabase, { change, expectedVersion }: ClosingChange): boolean {
  const { id, ...row } = rowOf(change);
  const { changes } = database
    .update(pendingChanges)
    .set(row)
    .where(and(eq(pendingChanges.id, id), eq(pendingChanges.version, expectedVersion)))
    .run();
  return changes === 1;
}

const rowOf = (change: PendingChange) => {
  const { id, environment, state, version, createdAt, updatedAt } = change;
  return { id, environment, state, version, createdAt, updatedAt, body: JSON.stringify(change) };
};

const toChange = (body: string): PendingChange => PendingChange.parse(JSON.parse(body));

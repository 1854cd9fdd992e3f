import { drizzleAdapter } from '@better-auth/drizzle-adapter';
import { and, eq, inArray } from 'drizzle-orm';
import type { Role } from '../../../shared/model/environment.ts';
import type { PeopleStore } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { account, memberships, session, user, verification } from './schema.ts';

/** A membership of this environment counts for all of them. */
const everyEnvironment = '*';

export const sqlitePeople = (database: SqliteDatabase): PeopleStore => ({
  authAdapter: () =>
    drizzleAdapter(database, { provider: 'sqlite', schema: { user, session, account, verification } }),
  roleOf: async (userId, environment) => {
    const rows = database
      .select()
      .from(memberships)
      .where(
        and(
          eq(memberships.userId, userId),
          inArray(memberships.environment, [environment, everyEnvironment]),
        ),
      )
      .all();
    const found = rows.find((row) => row.environment === environment) ?? rows[0];
    return (found?.role as Role | undefined) ?? null;
  },
  setRole: async (userId, environment, role) => {
    database
      .insert(memberships)
      .values({ userId, environment, role })
      .onConflictDoUpdate({ target: [memberships.userId, memberships.environment], set: { role } })
      .run();
  },
  firstAdmin: async (environment) => {
    const admin = database
      .select({ id: user.id, email: user.email, hasSignedIn: user.emailVerified })
      .from(memberships)
      .innerJoin(user, eq(user.id, memberships.userId))
      .where(
        and(inArray(memberships.environment, [environment, everyEnvironment]), eq(memberships.role, 'admin')),
      )
      .limit(1)
      .get();
    return admin ?? null;
  },
});

import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Role, Roles } from '../../../shared/model/environment.ts';
import type { Person } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { account, memberships, session, user } from './schema.ts';

export function rolesOf(database: SqliteDatabase, userId: string): Roles {
  const rows = database.select().from(memberships).where(eq(memberships.userId, userId)).all();
  return Object.fromEntries(rows.map((row) => [row.environment, row.role as Role]));
}

/** People by name, or those that a condition chooses. */
export function findPeople(database: SqliteDatabase, which?: SQL): Person[] {
  const has = (provider: SQL) =>
    sql<number>`exists (select 1 from ${account} where ${and(eq(account.userId, user.id), provider)})`;
  return database
    .select({
      id: user.id,
      name: user.name,
      email: user.email,
      createdAt: user.createdAt,
      twoFactor: user.twoFactorEnabled,
      hasPassword: has(eq(account.providerId, 'credential')),
      singleSignOn: has(sql`${account.providerId} <> 'credential'`),
      lastSeen: sql<
        number | null
      >`(select max(${session.updatedAt}) from ${session} where ${eq(session.userId, user.id)})`,
    })
    .from(user)
    .where(which)
    .orderBy(asc(user.name), asc(user.email))
    .limit(10_000)
    .all()
    .map(({ createdAt, twoFactor, hasPassword, singleSignOn, lastSeen, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      twoFactor: twoFactor === true,
      hasPassword: hasPassword === 1,
      singleSignOn: singleSignOn === 1,
      lastSeenAt: lastSeen === null ? null : new Date(lastSeen).toISOString(),
      roles: rolesOf(database, row.id),
    }));
}

/** How a person stands now, in the form that the log holds: no secret, and nothing that follows from one. */
export function memberChange(database: SqliteDatabase, userId: string) {
  const person = findPeople(database, eq(user.id, userId))[0];
  const after = person
    ? {
        name: person.name,
        email: person.email,
        roles: person.roles,
        twoFactor: person.twoFactor,
        hasPassword: person.hasPassword,
        singleSignOn: person.singleSignOn,
      }
    : null;
  return { kind: 'member' as const, key: userId, after };
}

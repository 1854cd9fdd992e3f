import { drizzleAdapter } from '@better-auth/drizzle-adapter';
import { and, desc, eq, gt, inArray, ne, type SQL } from 'drizzle-orm';
import { everyEnvironment } from '../../../shared/model/environment.ts';
import { KnowngoodError } from '../../errors.ts';
import type { PeopleStore } from '../store.ts';
import { findPeople, memberChange, rolesOf } from './members.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { account, memberships, session, twoFactor, user, verification } from './schema.ts';
import { inOneTransaction, ownAct, recordInSystemLog } from './systemLog.ts';

export function sqlitePeople(database: SqliteDatabase): PeopleStore {
  const isAdmin = and(eq(memberships.environment, everyEnvironment), eq(memberships.role, 'admin'));
  /** @throws KnowngoodError CONFLICT */
  const keepAnAdmin = (userId: string) => {
    const others = database
      .select({ id: memberships.userId })
      .from(memberships)
      .where(and(isAdmin, ne(memberships.userId, userId)))
      .limit(1)
      .get();
    if (!others)
      throw new KnowngoodError(
        'CONFLICT',
        'This is the last admin of all environments: make somebody else one first',
      );
  };
  const isLastAdminCandidate = (userId: string) =>
    database
      .select({ id: memberships.userId })
      .from(memberships)
      .where(and(isAdmin, eq(memberships.userId, userId)))
      .get() !== undefined;
  const named = (userId: string) => {
    const found = findPeople(database, eq(user.id, userId))[0];
    if (!found) throw new KnowngoodError('NOT_FOUND', 'This person is not here any more');
    return found;
  };
  const credential = (userId: string) =>
    and(eq(account.userId, userId), eq(account.providerId, 'credential')) as SQL;

  return {
    authAdapter: () =>
      drizzleAdapter(database, {
        provider: 'sqlite',
        schema: { user, session, account, verification, twoFactor },
      }),
    rolesOf: async (userId) => rolesOf(database, userId),
    setRole: (userId, environment, role, by) =>
      inOneTransaction(database, () => {
        const person = named(userId);
        if (environment === everyEnvironment && role !== 'admin' && isLastAdminCandidate(userId))
          keepAnAdmin(userId);
        const one = and(eq(memberships.userId, userId), eq(memberships.environment, environment));
        if (role === null) database.delete(memberships).where(one).run();
        else
          database
            .insert(memberships)
            .values({ userId, environment, role })
            .onConflictDoUpdate({ target: [memberships.userId, memberships.environment], set: { role } })
            .run();
        const act = by ?? ownAct(new Date().toISOString(), `Gave ${person.email} a role`);
        recordInSystemLog(database, act, [memberChange(database, userId)]);
      }),
    firstAdmin: async (environment) =>
      database
        .select({ id: user.id, email: user.email, hasSignedIn: user.emailVerified })
        .from(memberships)
        .innerJoin(user, eq(user.id, memberships.userId))
        .where(
          and(
            inArray(memberships.environment, [environment, everyEnvironment]),
            eq(memberships.role, 'admin'),
          ),
        )
        .limit(1)
        .get() ?? null,
    list: async () => findPeople(database),
    find: async (userId) => findPeople(database, eq(user.id, userId))[0] ?? null,
    findByEmail: async (email) => findPeople(database, eq(user.email, email))[0] ?? null,
    rename: (userId, name, by) =>
      inOneTransaction(database, () => {
        named(userId);
        database
          .update(user)
          .set({ name, updatedAt: new Date(by.at) })
          .where(eq(user.id, userId))
          .run();
        recordInSystemLog(database, by, [memberChange(database, userId)]);
      }),
    remove: (userId, by) =>
      inOneTransaction(database, () => {
        named(userId);
        if (isLastAdminCandidate(userId)) keepAnAdmin(userId);
        database.delete(memberships).where(eq(memberships.userId, userId)).run();
        // Sessions, passwords and second factors go with the row.
        database.delete(user).where(eq(user.id, userId)).run();
        recordInSystemLog(database, by, [{ kind: 'member', key: userId, after: null }]);
      }),
    passwordHash: async (userId) =>
      database.select({ password: account.password }).from(account).where(credential(userId)).get()
        ?.password ?? null,
    setPassword: (userId, hash, keepSession, by) =>
      inOneTransaction(database, () => {
        named(userId);
        const at = new Date(by.at);
        const set = { password: hash, updatedAt: at };
        const { changes } = database.update(account).set(set).where(credential(userId)).run();
        if (changes === 0) {
          const row = { id: crypto.randomUUID(), accountId: userId, providerId: 'credential', userId };
          database
            .insert(account)
            .values({ ...row, ...set, createdAt: at })
            .run();
        }
        database
          .delete(session)
          .where(and(eq(session.userId, userId), ne(session.id, keepSession ?? '')))
          .run();
        recordInSystemLog(database, by, [memberChange(database, userId)]);
      }),
    resetAccess: (userId, keepSession, by) =>
      inOneTransaction(database, () => {
        named(userId);
        database.delete(account).where(credential(userId)).run();
        database.delete(twoFactor).where(eq(twoFactor.userId, userId)).run();
        database
          .delete(session)
          .where(and(eq(session.userId, userId), ne(session.id, keepSession ?? '')))
          .run();
        const set = { twoFactorEnabled: false, updatedAt: new Date(by.at) };
        database.update(user).set(set).where(eq(user.id, userId)).run();
        recordInSystemLog(database, by, [memberChange(database, userId)]);
      }),
    sessions: async (userId, at) =>
      database
        .select()
        .from(session)
        .where(and(eq(session.userId, userId), gt(session.expiresAt, new Date(at))))
        .orderBy(desc(session.updatedAt))
        .limit(100)
        .all()
        .map((row) => ({
          id: row.id,
          createdAt: row.createdAt.toISOString(),
          lastSeenAt: row.updatedAt.toISOString(),
          expiresAt: row.expiresAt.toISOString(),
          address: row.ipAddress || null,
          browser: row.userAgent || null,
        })),
    endSessions: (userId, which, by) =>
      inOneTransaction(database, () => {
        const chosen = 'only' in which ? eq(session.id, which.only) : ne(session.id, which.allBut ?? '');
        const { changes } = database
          .delete(session)
          .where(and(eq(session.userId, userId), chosen))
          .run();
        if (changes > 0) recordInSystemLog(database, by, [memberChange(database, userId)]);
        return changes;
      }),
    record: (userId, by) =>
      inOneTransaction(database, () => {
        recordInSystemLog(database, by, [memberChange(database, userId)]);
      }),
  };
}

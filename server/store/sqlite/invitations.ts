import { and, desc, eq, gt, isNull, type SQL } from 'drizzle-orm';
import type { Roles } from '../../../shared/model/environment.ts';
import type { Invitation, InvitationStore } from '../store.ts';
import { memberChange } from './members.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { account, invitations, memberships, user } from './schema.ts';
import { inOneTransaction, recordInSystemLog } from './systemLog.ts';

type Row = typeof invitations.$inferSelect;

export function sqliteInvitations(database: SqliteDatabase): InvitationStore {
  const open = (which: SQL, at: string): Row | undefined =>
    database
      .select()
      .from(invitations)
      .where(
        and(
          which,
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
          gt(invitations.expiresAt, at),
        ),
      )
      .orderBy(desc(invitations.createdAt))
      .limit(1)
      .get();
  const change = (id: string, set: Partial<Row>) =>
    database.update(invitations).set(set).where(eq(invitations.id, id)).run();
  const logged = (id: string) => {
    const row = database.select().from(invitations).where(eq(invitations.id, id)).get();
    return { kind: 'invitation' as const, key: id, after: row ? bodyOf(row) : null };
  };

  return {
    create: (invitation, by) =>
      inOneTransaction(database, () => {
        database
          .insert(invitations)
          .values({ ...invitation, roles: JSON.stringify(invitation.roles) })
          .run();
        recordInSystemLog(database, by, [logged(invitation.id)]);
      }),
    list: async () =>
      database
        .select()
        .from(invitations)
        .orderBy(desc(invitations.createdAt))
        .limit(500)
        .all()
        .map(toInvitation),
    findOpen: async (tokenHash, at) => {
      const row = open(eq(invitations.tokenHash, tokenHash), at);
      return row ? toInvitation(row) : null;
    },
    findOpenFor: async (email, at) => {
      const row = open(eq(invitations.email, email), at);
      return row ? toInvitation(row) : null;
    },
    revoke: (id, by) =>
      inOneTransaction(database, () => {
        if (!open(eq(invitations.id, id), by.at)) return false;
        change(id, { revokedAt: by.at });
        recordInSystemLog(database, by, [logged(id)]);
        return true;
      }),
    accept: (id, person, by) =>
      inOneTransaction(database, () => {
        const row = open(eq(invitations.id, id), by.at);
        if (!row) return false;
        const at = new Date(by.at);
        const userId = 'existing' in person ? person.existing : person.id;
        if (!('existing' in person)) {
          const times = { createdAt: at, updatedAt: at };
          const { name, passwordHash: password } = person;
          database
            .insert(user)
            .values({ id: userId, name, email: row.email, emailVerified: true, ...times })
            .run();
          const credential = { id: crypto.randomUUID(), accountId: userId, providerId: 'credential', userId };
          database
            .insert(account)
            .values({ ...credential, password, ...times })
            .run();
        }
        for (const [environment, role] of Object.entries(JSON.parse(row.roles) as Roles))
          database.insert(memberships).values({ userId, environment, role }).onConflictDoNothing().run();
        change(id, { acceptedAt: by.at });
        recordInSystemLog(database, by, [logged(id), memberChange(database, userId)]);
        return true;
      }),
  };
}

const toInvitation = ({ tokenHash: _, ...row }: Row): Invitation => ({
  ...row,
  roles: JSON.parse(row.roles) as Roles,
});

const bodyOf = (row: Row) => {
  const { id: _, ...body } = toInvitation(row);
  return body;
};

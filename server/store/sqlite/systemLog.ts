import { and, desc, eq } from 'drizzle-orm';
import { systemLog } from '../../../shared/model/environment.ts';
import type { SystemKind } from '../../../shared/model/resource.ts';
import { revisionHash } from '../../configuration/hash.ts';
import type { Act } from '../store.ts';
import type { SqliteDatabase } from './openDatabase.ts';
import { resources, revisionChanges, revisions } from './schema.ts';
import { signNext } from './signedHeads.ts';
import { withoutBlocking } from './withoutBlocking.ts';

interface SystemChange {
  kind: SystemKind;
  key: string;
  /** As it is now, without secrets and without hashes of them; null when it is gone. */
  after: unknown;
}

/** The server's own act, where nobody asked for it. */
export const ownAct = (at: string, reason: string): Act => ({
  author: { kind: 'system', id: 'server', name: 'Knowngood' },
  at,
  reason,
});

/** Runs a change to people, keys or environments and its entry in the log as one transaction. */
export const inOneTransaction = <T>(database: SqliteDatabase, act: () => T): Promise<T> =>
  withoutBlocking(() => database.transaction(act, { behavior: 'immediate' }));

/** Appends to the hash chain of people, keys and environments. Only within the transaction of the change itself. */
export function recordInSystemLog(
  database: SqliteDatabase,
  { author, at, reason }: Act,
  changes: SystemChange[],
): void {
  const environment = systemLog;
  const head = database
    .select({ number: revisions.number, hash: revisions.hash })
    .from(revisions)
    .where(eq(revisions.environment, environment))
    .orderBy(desc(revisions.number))
    .limit(1)
    .get() ?? { number: 0, hash: '' };
  const number = head.number + 1;
  const draft = { environment, number, at, author, kind: 'commit' as const, reason, previousHash: head.hash };
  const hash = revisionHash({ ...draft, changes });
  database
    .insert(revisions)
    .values({ ...draft, author: JSON.stringify(author), hash })
    .run();
  for (const { kind, key, after } of changes) {
    const body = JSON.stringify(after);
    database
      .insert(revisionChanges)
      .values({ environment, number, kind, key, after: after === null ? null : body })
      .run();
    const row = { environment, kind, key, version: number, body };
    if (after === null)
      database
        .delete(resources)
        .where(and(eq(resources.environment, environment), eq(resources.kind, kind), eq(resources.key, key)))
        .run();
    else
      database
        .insert(resources)
        .values(row)
        .onConflictDoUpdate({
          target: [resources.environment, resources.kind, resources.key],
          set: { version: number, body },
        })
        .run();
  }
  signNext(database, { environment, number, hash, previousHash: head.hash });
}

import { and, asc, desc, eq, exists, gt, inArray, lt, sql } from 'drizzle-orm';
import type { ResourceKind } from '../../../shared/model/resource.ts';
import type { Revision } from '../../../shared/model/revision.ts';
import { movedOn } from '../../approvals/movedOn.ts';
import type { CollectionAct } from '../retrieval.ts';
import type { ClosingChange, ConfigurationStore, RevisionDraft, StoredResource } from '../store.ts';
import { updatePending } from './approvals.ts';
import type { OpenDatabase } from './openDatabase.ts';
import { applyCollectionAct } from './retrievalActs.ts';
import { resources, revisionChanges, revisions } from './schema.ts';
import { keepSignedHead, readSignedHead, signNext, signWith } from './signedHeads.ts';
import { withoutBlocking } from './withoutBlocking.ts';

type RevisionRow = typeof revisions.$inferSelect;

/** The configuration log on SQLite. Each operation is one synchronous transaction. */
export function sqliteConfiguration({ connection, database }: OpenDatabase): ConfigurationStore {
  const headOf = (environment: string) =>
    database
      .select({ number: revisions.number, hash: revisions.hash })
      .from(revisions)
      .where(eq(revisions.environment, environment))
      .orderBy(desc(revisions.number))
      .limit(1)
      .get() ?? { number: 0, hash: '' };

  const commit = (draft: RevisionDraft, closing?: ClosingChange, act?: CollectionAct): boolean =>
    database.transaction(
      () => {
        const head = headOf(draft.environment);
        if (head.number !== draft.number - 1 || head.hash !== draft.previousHash) return false;
        if (closing && !updatePending(database, closing)) throw movedOn();
        if (act) applyCollectionAct(connection, act);
        const { changes, author, ...row } = draft;
        database
          .insert(revisions)
          .values({ ...row, author: JSON.stringify(author) })
          .run();
        for (const change of changes) apply(draft, change);
        signNext(database, draft);
        return true;
      },
      { behavior: 'immediate' },
    );

  const apply = (
    { environment, number }: RevisionDraft,
    { kind, key, after }: RevisionDraft['changes'][number],
  ) => {
    const body = after === null ? null : JSON.stringify(after);
    database.insert(revisionChanges).values({ environment, number, kind, key, after: body }).run();
    if (body === null) {
      database
        .delete(resources)
        .where(and(eq(resources.environment, environment), eq(resources.kind, kind), eq(resources.key, key)))
        .run();
    } else {
      database
        .insert(resources)
        .values({ environment, kind, key, version: number, body })
        .onConflictDoUpdate({
          target: [resources.environment, resources.kind, resources.key],
          set: { version: number, body },
        })
        .run();
    }
  };

  /** `before` is not stored: it is what the newest earlier revision made of the same resource. */
  const withChanges = (row: RevisionRow): Revision => {
    const earlier = database
      .select({ after: revisionChanges.after })
      .from(revisionChanges)
      .where(
        and(
          eq(revisionChanges.environment, row.environment),
          eq(revisionChanges.kind, sql.placeholder('kind')),
          eq(revisionChanges.key, sql.placeholder('key')),
          lt(revisionChanges.number, row.number),
        ),
      )
      .orderBy(desc(revisionChanges.number))
      .limit(1)
      .prepare();
    const changed = database
      .select()
      .from(revisionChanges)
      .where(and(eq(revisionChanges.environment, row.environment), eq(revisionChanges.number, row.number)))
      .orderBy(asc(revisionChanges.kind), asc(revisionChanges.key))
      .all();
    return {
      ...row,
      author: JSON.parse(row.author),
      kind: row.kind as Revision['kind'],
      changes: changed.map((change) => ({
        kind: change.kind as ResourceKind,
        key: change.key,
        before: parse(earlier.get({ kind: change.kind, key: change.key })?.after ?? null),
        after: parse(change.after),
      })),
    };
  };

  return {
    commitRevision: (draft, closing, act) => withoutBlocking(() => commit(draft, closing, act)),
    chains: async () =>
      database
        .selectDistinct({ environment: revisions.environment })
        .from(revisions)
        .all()
        .map((row) => row.environment),
    writesElsewhere: async () => Number(connection.pragma('data_version', { simple: true })),
    signWith: (sign) => signWith(database, sign),
    signedHead: async (environment) => readSignedHead(database, environment),
    keepSignedHead: (head) => withoutBlocking(() => keepSignedHead(database, head)),
    head: async (environment) => headOf(environment),
    load: async (environment) =>
      database.transaction(() => ({
        head: headOf(environment),
        resources: database
          .select()
          .from(resources)
          .where(eq(resources.environment, environment))
          .all()
          .map(toResource),
      })),
    foldAt: async (environment, number) => {
      const newest = database
        .select({
          kind: revisionChanges.kind,
          key: revisionChanges.key,
          number: sql<number>`max(${revisionChanges.number})`.as('newest'),
        })
        .from(revisionChanges)
        .where(and(eq(revisionChanges.environment, environment), lt(revisionChanges.number, number + 1)))
        .groupBy(revisionChanges.kind, revisionChanges.key)
        .as('newest');
      return database
        .select({
          kind: revisionChanges.kind,
          key: revisionChanges.key,
          version: revisionChanges.number,
          body: revisionChanges.after,
        })
        .from(revisionChanges)
        .innerJoin(
          newest,
          and(
            eq(revisionChanges.kind, newest.kind),
            eq(revisionChanges.key, newest.key),
            eq(revisionChanges.number, newest.number),
          ),
        )
        .where(eq(revisionChanges.environment, environment))
        .all()
        .flatMap((row) => (row.body === null ? [] : [toResource({ ...row, body: row.body })]));
    },
    revisions: async ({ environment, before, limit, resource }) => {
      const touches = resource
        ? exists(
            database
              .select({ one: sql`1` })
              .from(revisionChanges)
              .where(
                and(
                  eq(revisionChanges.environment, revisions.environment),
                  eq(revisionChanges.number, revisions.number),
                  inArray(
                    revisionChanges.kind,
                    resource.kind === 'flag' ? ['flag', 'override'] : [resource.kind],
                  ),
                  eq(revisionChanges.key, resource.key),
                ),
              ),
          )
        : undefined;
      return database
        .select()
        .from(revisions)
        .where(
          and(
            eq(revisions.environment, environment),
            before === undefined ? undefined : lt(revisions.number, before),
            touches,
          ),
        )
        .orderBy(desc(revisions.number))
        .limit(limit)
        .all()
        .map(withChanges);
    },
    revisionTimes: async (environment, numbers) => {
      const rows = database
        .select({ number: revisions.number, at: revisions.at })
        .from(revisions)
        .where(
          and(
            eq(revisions.environment, environment),
            inArray(revisions.number, [...new Set(numbers)].slice(0, 30_000)),
          ),
        )
        .all();
      return new Map(rows.map(({ number, at }) => [number, at]));
    },
    walk: async ({ environment, after, limit }) =>
      database
        .select()
        .from(revisions)
        .where(and(eq(revisions.environment, environment), gt(revisions.number, after)))
        .orderBy(asc(revisions.number))
        .limit(limit)
        .all()
        .map(withChanges),
  };
}

const parse = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

const toResource = (row: { kind: string; key: string; version: number; body: string }): StoredResource => ({
  kind: row.kind as ResourceKind,
  key: row.key,
  version: row.version,
  body: JSON.parse(row.body),
});

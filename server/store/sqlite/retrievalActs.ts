import type Database from 'better-sqlite3';
import { KnowngoodError } from '../../errors.ts';
import type { ActRefusal, CollectionAct, Flip, StoredIndexVersion } from '../retrieval.ts';
import { createChunkTable } from './chunkTables.ts';
import { insertMigration, saveMigration } from './retrievalMigrations.ts';

interface CollectionRow {
  id: number;
  state: string;
  serving: string;
  epoch: number;
}

/** Most documents that a refusal names. */
const mostNamed = 20;

/**
 * Carries out what a revision says of a collection; only within its transaction, so that a refusal undoes both.
 * @throws KnowngoodError CONFLICT with `details.refusal` (ActRefusal) where something that must hold does not.
 */
export function applyCollectionAct(connection: Database.Database, act: CollectionAct): void {
  carryOut(connection, act);
  const { migration } = act;
  if (!migration) return;
  if (migration.version === 1) {
    onlyOne(connection, migration.collection);
    insertMigration(connection, migration);
  } else if (!saveMigration(connection, migration))
    throw refusal(
      { check: 'migration', figure: migration.version - 1, documents: [] },
      'The migration has moved on since you looked. Look again, then repeat.',
    );
}

/** A collection is moved by one migration at a time. */
function onlyOne(connection: Database.Database, collection: number): void {
  const count = (statement: string) => connection.prepare(statement).pluck().get(collection) as number;
  const others = count(
    "select count(*) from index_migrations where collection = ? and state not in ('retired', 'cancelled')",
  );
  const live = count("select count(*) from collection_indexes where collection = ? and state = 'live'");
  if (others > 0 || live > 1)
    throw refusal(
      { check: 'migration', figure: others, documents: [] },
      'The collection is being moved to another index version already: finish that migration or cancel it first',
    );
}

function carryOut(connection: Database.Database, act: CollectionAct): void {
  switch (act.kind) {
    case 'create':
      create(connection, act);
      break;
    case 'describe':
      describe(connection, act);
      break;
    case 'delete':
      remove(connection, act);
      break;
    case 'add-version':
      current(connection, act);
      addVersion(connection, act.collection, act.version, act.at);
      break;
    case 'remove-version':
      removeVersion(connection, act);
      break;
    case 'flip':
      flip(connection, act);
      break;
    case 'note':
      current(connection, act);
      break;
  }
}

function describe(connection: Database.Database, act: Extract<CollectionAct, { kind: 'describe' }>): void {
  const { changes } = connection
    .prepare("update collections set name = ?, description = ? where id = ? and state = 'live'")
    .run(act.name, act.description, act.collection);
  if (changes === 0) throw gone();
}

function remove(connection: Database.Database, act: Extract<CollectionAct, { kind: 'delete' }>): void {
  current(connection, act);
  connection
    .prepare("update collections set state = 'deleting', deleted_at = ?, epoch = epoch + 1 where id = ?")
    .run(act.at, act.collection);
  connection
    .prepare(
      "update collection_indexes set state = 'removing', removed_at = ? where collection = ? and state = 'live'",
    )
    .run(Date.parse(act.at), act.collection);
}

function create(connection: Database.Database, act: Extract<CollectionAct, { kind: 'create' }>): void {
  const { environment, key, name, description, version, at } = act;
  const there = connection
    .prepare("select 1 from collections where environment = ? and key = ? and state = 'live'")
    .get(environment, key);
  if (there) throw new KnowngoodError('CONFLICT', `There is a collection "${key}" already`);
  const { lastInsertRowid } = connection
    .prepare(
      `insert into collections (environment, key, name, description, state, serving, epoch, seq, created_at)
       values (?, ?, ?, ?, 'live', ?, 1, 0, ?)`,
    )
    .run(environment, key, name, description, version.id, at);
  addVersion(connection, Number(lastInsertRowid), version, at);
}

function addVersion(
  connection: Database.Database,
  collection: number,
  { id, dimensions, body, artifacts }: StoredIndexVersion,
  at: string,
): void {
  const live = connection
    .prepare("select version from collection_indexes where collection = ? and state = 'live'")
    .all(collection) as { version: string }[];
  if (live.some(({ version }) => version === id))
    throw refusal(
      { check: 'version', figure: live.length, documents: [] },
      'The collection has this index version already',
    );
  if (live.length >= 2)
    throw refusal(
      { check: 'version', figure: live.length, documents: [] },
      'The collection keeps two index versions already: retire one of them, or cancel the migration, first',
    );
  connection
    .prepare('insert into index_versions (id, body, created_at) values (?, ?, ?) on conflict do nothing')
    .run(id, JSON.stringify(body), at);
  const keep = connection.prepare(
    'insert into index_artifacts (hash, bytes) values (?, ?) on conflict do nothing',
  );
  for (const { hash, bytes } of artifacts) keep.run(hash, bytes);
  const { lastInsertRowid } = connection
    .prepare(
      `insert into collection_indexes (collection, version, state, watermark, chunks, dimensions, added_at)
       values (?, ?, 'live', 0, 0, ?, ?)`,
    )
    .run(collection, id, dimensions, at);
  createChunkTable(connection, Number(lastInsertRowid));
}

function removeVersion(
  connection: Database.Database,
  act: Extract<CollectionAct, { kind: 'remove-version' }>,
): void {
  const { serving } = current(connection, act);
  if (serving === act.version)
    throw refusal(
      { check: 'pointer', figure: 1, documents: [] },
      'This index version answers queries, so it cannot be removed: move the queries to the other one first',
    );
  const { changes } = connection
    .prepare(
      "update collection_indexes set state = 'removing', removed_at = ? where collection = ? and version = ? and state = 'live'",
    )
    .run(Date.parse(act.at), act.collection, act.version);
  if (changes === 0)
    throw refusal(
      { check: 'version', figure: 0, documents: [] },
      'The collection does not keep this index version',
    );
  connection.prepare('update collections set epoch = epoch + 1 where id = ?').run(act.collection);
}

function flip(connection: Database.Database, { collection, from, to, epoch, waive, allowStale }: Flip): void {
  const { serving } = current(connection, { collection, epoch });
  if (serving !== from)
    throw refusal(
      { check: 'pointer', figure: 0, documents: [] },
      `Queries are served by ${serving}, not by ${from}`,
    );
  const target = connection
    .prepare("select slot from collection_indexes where collection = ? and version = ? and state = 'live'")
    .get(collection, to) as { slot: number } | undefined;
  if (!target)
    throw refusal(
      { check: 'version', figure: 0, documents: [] },
      `The collection does not keep the index version ${to}`,
    );
  if (!allowStale) {
    const left = (state: string) =>
      (
        connection
          .prepare('select document from outbox where slot = ? and state = ? order by document')
          .pluck()
          .all(target.slot, state) as string[]
      ).filter((document) => !waive.includes(document));
    const waiting = left('waiting');
    if (waiting.length > 0)
      throw refusal(
        { check: 'outbox', figure: waiting.length, documents: waiting.slice(0, mostNamed) },
        `${waiting.length} writes wait to be applied to ${to}`,
      );
    const dead = left('dead');
    if (dead.length > 0)
      throw refusal(
        { check: 'dead-letters', figure: dead.length, documents: dead.slice(0, mostNamed) },
        `${dead.length} writes could not be applied to ${to}: try them again, or waive them by document id`,
      );
  }
  connection
    .prepare('update collections set serving = ?, epoch = epoch + 1 where id = ?')
    .run(to, collection);
}

/** The collection, if it is there and as it was seen. */
function current(
  connection: Database.Database,
  { collection, epoch }: { collection: number; epoch: number },
): CollectionRow {
  const row = connection
    .prepare("select id, state, serving, epoch from collections where id = ? and state = 'live'")
    .get(collection) as CollectionRow | undefined;
  if (!row) throw gone();
  if (row.epoch !== epoch)
    throw refusal(
      { check: 'epoch', figure: row.epoch, documents: [] },
      `The collection has moved on from epoch ${epoch} to ${row.epoch} since you looked. Look again, then repeat.`,
    );
  return row;
}

const refusal = (details: ActRefusal, message: string): KnowngoodError =>
  new KnowngoodError('CONFLICT', message, { refusal: details });

const gone = (): KnowngoodError => new KnowngoodError('NOT_FOUND', 'There is no such collection any more');

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseTooNew, openDatabase } from './openDatabase.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
  file = path.join(folder, 'knowngood.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('openDatabase', () => {
  it('makes the schema once and opens again', () => {
    openDatabase(file).connection.close();
    const { connection } = openDatabase(file);
    expect(connection.prepare('select count(*) as n from revisions').get()).toEqual({ n: 0 });
    connection.close();
  });

  it('refuses a file that a newer program wrote, and changes nothing in it', async () => {
    openDatabase(file).connection.close();
    const connection = new Database(file);
    connection
      .prepare(
        "insert into __drizzle_migrations (hash, created_at) values ('from the future', 99999999999999)",
      )
      .run();
    connection.pragma('wal_checkpoint(TRUNCATE)');
    connection.close();
    const before = await readFile(file);
    expect(() => openDatabase(file)).toThrow(DatabaseTooNew);
    expect((await readFile(file)).equals(before)).toBe(true);
  });
});

import { copyFile, open, rename, rm, writeFile } from 'node:fs/promises';
import type Database from 'better-sqlite3';
import { connect } from './connect.ts';
import { databaseProblem } from './openDatabase.ts';

/** Thrown where a backup cannot be made or put in place; the message says what to do. */
export class BackupRefused extends Error {}

/** Copies the database as of one instant to a new file, also while a server works with it. @throws BackupRefused */
export async function backUp(database: string, file: string): Promise<void> {
  const connection = connect(database, { durability: 'NORMAL', busyMs: 5_000, readonly: true });
  const unfinished = `${file}.unfinished`;
  try {
    await removeDatabase(unfinished);
    // It holds sessions and hashes of keys: for its owner only, from its first byte on.
    await writeFile(unfinished, '', { mode: 0o600, flag: 'wx' });
    await connection.backup(unfinished);
    const problem = inspect(unfinished);
    if (problem) throw new BackupRefused(`The copy is not whole: ${problem}`);
    await rename(unfinished, file);
  } finally {
    connection.close();
    await removeDatabase(unfinished);
  }
}

/**
 * Puts a backup in the place of the database. What was there is kept under the name that is answered; null where
 * there was nothing. The server must be stopped. @throws BackupRefused
 */
export async function restoreBackup(file: string, database: string, at: Date): Promise<string | null> {
  const problem = inspect(file);
  if (problem) throw new BackupRefused(`${file} cannot be used: ${problem}`);
  const unfinished = `${database}.unfinished`;
  await copyFile(file, unfinished);
  const handle = await open(unfinished, 'r+');
  await handle.sync();
  await handle.close();
  const kept = `${database}.replaced-${at.toISOString().replaceAll(/[:.]/g, '-')}`;
  const before = (await releaseAlone(database)) ? kept : null;
  if (before) await rename(database, before);
  await removeDatabase(database);
  await rename(unfinished, database);
  return before;
}

/** Why a file is no database of ours; null where it is one. */
function inspect(file: string): string | null {
  let connection: Database.Database | null = null;
  try {
    connection = connect(file, { durability: 'NORMAL', busyMs: 1_000, readonly: true });
    const said = String(connection.pragma('integrity_check', { simple: true }));
    return said === 'ok' ? databaseProblem(connection) : said;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    connection?.close();
  }
}

/**
 * Writes everything into the one file, which fails while anybody else has it open. False where there is no database.
 * A damaged database is let go as it is. @throws BackupRefused
 */
async function releaseAlone(database: string): Promise<boolean> {
  const there = await open(database).catch(() => null);
  if (!there) return false;
  await there.close();
  let connection: Database.Database | null = null;
  try {
    connection = connect(database, { durability: 'FULL', busyMs: 1_000 });
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('begin exclusive; commit');
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '');
    if (code.startsWith('SQLITE_BUSY'))
      throw new BackupRefused(
        'The server still works with the database: stop it first. Nothing was changed.',
      );
    if (code !== 'SQLITE_NOTADB' && !code.startsWith('SQLITE_CORRUPT')) throw error;
  } finally {
    connection?.close();
  }
  return true;
}

async function removeDatabase(file: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${file}${end}`, { force: true });
}

import { appendFileSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * For tests. Loaded before a program (and by each of its threads) with `--import`: notes which writing statements it carries
 * out, or kills the process at one of them. The address that it is imported by says which: `?note=FILE`, or `?kill=` and a
 * Failpoint as JSON.
 */
const asked = new URL(import.meta.url).searchParams;
const notes = asked.get('note');

export interface Failpoint {
  statement: string;
  /** Before it, after it (its transaction is still open), or when its transaction has ended, and its answer is on its way. */
  when: 'before' | 'after' | 'ended';
  nth: number;
}

const kill = asked.has('kill') ? (JSON.parse(asked.get('kill') ?? '') as Failpoint) : null;
const noted = new Set<string>();
let left = kill?.nth ?? 0;

const nameOf = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/chunks_\d+/g, 'chunks_N')
    .trim()
    .slice(0, 90);
const writes = (sql: string): boolean => /^\s*(insert|update|delete|create)\b/i.test(sql);

function at(statement: string, when: 'before' | 'after'): void {
  if (notes !== null && !noted.has(statement)) {
    noted.add(statement);
    appendFileSync(notes, `${statement}\n`);
  }
  if (kill?.statement !== statement || (kill.when === 'ended' ? 'after' : kill.when) !== when) return;
  if (--left > 0) return;
  if (kill.when === 'ended') queueMicrotask(die);
  else die();
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment, in which nothing more may be done.
  while (true);
}

type Any = (...parameters: unknown[]) => unknown;

const around =
  (statement: string, act: Any): Any =>
  (...parameters) => {
    at(statement, 'before');
    const result = act(...parameters);
    at(statement, 'after');
    return result;
  };

const { prepare, exec } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql) as unknown as Record<'run' | 'get' | 'all', Any>;
  if (writes(sql))
    for (const name of ['run', 'get', 'all'] as const)
      statement[name] = around(nameOf(sql), statement[name].bind(statement));
  return statement as never;
};
Database.prototype.exec = function (this: Database.Database, sql: string) {
  const act = () => exec.call(this, sql);
  return (writes(sql) ? around(nameOf(sql), act)() : act()) as never;
};

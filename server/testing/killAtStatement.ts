import { appendFileSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * Loaded before a program (and by each of its threads): notes which writing statements it carries out, or kills the process
 * at one of them. KG_STATEMENTS names the file that notes go to; KG_KILL is the statement, the moment and how many times
 * it goes well first, as JSON.
 */
const { KG_STATEMENTS, KG_KILL } = process.env;

export interface Failpoint {
  statement: string;
  /** Before it, after it (its transaction is still open), or when its transaction has ended, and its answer is on its way. */
  when: 'before' | 'after' | 'ended';
  nth: number;
}

const kill = KG_KILL ? (JSON.parse(KG_KILL) as Failpoint) : null;
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
  if (KG_STATEMENTS && !noted.has(statement)) {
    noted.add(statement);
    appendFileSync(KG_STATEMENTS, `${statement}\n`);
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

import { appendFileSync } from 'node:fs';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/**
 * For tests. Loaded before a program (and by each of its threads) with `--import`: notes which writing statements it carries
 * out in which phase of a migration, and kills the process at one of them. The address that it is imported by says which:
 * `?note=FILE`, and `&kill=` with a Failpoint as JSON.
 */
const asked = new URL(import.meta.url).searchParams;
const notes = asked.get('note');

/** From the act that begins it until the next; `single` while no migration is under way. */
export const phases = [
  'single',
  'dual-write',
  'backfill',
  'verify',
  'canary',
  'cutover',
  'reverse',
  'retire',
] as const;
export type Phase = (typeof phases)[number];

export interface Failpoint {
  phase: Phase;
  statement: string;
  /** Before it, after it (its transaction is still open), or when its transaction has ended, and its answer is on its way. */
  when: 'before' | 'after' | 'ended';
  nth: number;
}

const kill = asked.has('kill') ? (JSON.parse(asked.get('kill') ?? '') as Failpoint) : null;
const noted = new Set<string>();
let left = kill?.nth ?? 0;

/** Which phase it is, for all threads: only the first one reads and writes migrations. */
if (isMainThread) setEnvironmentData('phase', new SharedArrayBuffer(1) as never);
const shared = new Uint8Array(getEnvironmentData('phase') as unknown as SharedArrayBuffer);
const phaseNow = (): Phase => phases[shared[0] ?? 0] ?? 'single';

const byStage: Record<string, Phase> = {
  draft: 'dual-write',
  'dual-write': 'dual-write',
  backfilling: 'backfill',
  paused: 'backfill',
  verifying: 'verify',
  ready: 'verify',
  stale: 'verify',
  canary: 'canary',
  'serving-new': 'cutover',
  'serving-old': 'reverse',
  retiring: 'retire',
};

/** Takes the phase from a migration's row that is being read or written. */
function heed(body: unknown): void {
  if (typeof body !== 'string' || !body.startsWith('{"migration":')) return;
  const { migration } = JSON.parse(body) as { migration: { stage: string; pending: { act: Phase } | null } };
  shared[0] = phases.indexOf(migration.pending?.act ?? byStage[migration.stage] ?? 'single');
}

const nameOf = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/chunks_\d+/g, 'chunks_N')
    .trim()
    .slice(0, 90);
const writes = (sql: string): boolean => /^\s*(insert|update|delete|create|drop)\b/i.test(sql);
const isOfMigrations = (sql: string): boolean => /\bindex_migrations\b/.test(sql);

/** What is left of a dropped index is taken away half a minute later, whatever goes on by then. */
const isClearing = (statement: string): boolean =>
  /where rowid in \(|^drop table|^delete from collection_indexes/.test(statement);

const isOfDocuments = (statement: string): boolean =>
  /into (documents|outbox|manifests|chunks_N)|from (outbox|chunks_N) where (slot|document)|set (watermark|seq)/.test(
    statement,
  );

/** A retirement is one short transaction: a document's write that falls into it is like any other. */
function phaseOf(statement: string): Phase {
  if (isClearing(statement)) return 'retire';
  const phase = phaseNow();
  return phase === 'retire' && isOfDocuments(statement) ? 'single' : phase;
}

function at(statement: string, when: 'before' | 'after'): void {
  const phase = phaseOf(statement);
  const name = `${phase}\t${statement}`;
  if (notes !== null && !noted.has(name)) {
    noted.add(name);
    appendFileSync(notes, `${name}\n`);
  }
  if (kill?.statement !== statement || kill.phase !== phase) return;
  if ((kill.when === 'ended' ? 'after' : kill.when) !== when || --left > 0) return;
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
const heeding =
  (act: Any): Any =>
  (...parameters) => {
    for (const parameter of parameters) heed(parameter);
    const result = act(...parameters);
    heed((result as { body?: unknown } | undefined)?.body);
    return result;
  };

const { prepare, exec } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql) as unknown as Record<'run' | 'get' | 'all', Any>;
  if (writes(sql))
    for (const name of ['run', 'get', 'all'] as const)
      statement[name] = around(nameOf(sql), statement[name].bind(statement));
  if (isMainThread && isOfMigrations(sql))
    for (const name of ['run', 'get'] as const) statement[name] = heeding(statement[name].bind(statement));
  return statement as never;
};
Database.prototype.exec = function (this: Database.Database, sql: string) {
  const act = () => exec.call(this, sql);
  return (writes(sql) ? around(nameOf(sql), act)() : act()) as never;
};

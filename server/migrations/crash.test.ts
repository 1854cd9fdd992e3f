import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { verifyEveryChain } from '../configuration/verifyChain.ts';
import { connect } from '../store/sqlite/connect.ts';
import type { Failpoint } from '../store/sqlite/killAtStatement.ts';
import { openTestRetrieval, type TestRetrieval } from '../testing/testRetrieval.ts';
import { heldOf } from './held.ts';
import { openMigrations } from './migrations.ts';

/** How often a process is killed in all: with KG_KILLS=200 every place at every moment is met, most of them often. */
const kills = Number(process.env.KG_KILLS ?? 6);
const sides = 3;
const patienceMs = 20_000;

interface Said {
  kind: 'write' | 'answer' | 'act';
  id: string;
  seq: number;
  text: string | null;
  epoch: number;
  version: string;
  mixed: boolean;
}

/** Runs the child on a library's file until it dies, by its failpoint or by our hand. */
async function run(file: string, round: number, asked: Record<string, string>, ...more: string[]) {
  const preload = pathToFileURL(path.join(projectFolder, 'server/store/sqlite/killAtStatement.ts'));
  preload.search = new URLSearchParams(asked).toString();
  const child = path.join(projectFolder, 'server/testing/migrationChild.ts');
  const running = spawn(process.execPath, ['--import', preload.href, child, file, String(round), ...more], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  running.stdout.on('data', (text) => {
    said += text;
  });
  running.stderr.on('data', (text) => {
    complaint += text;
  });
  let isByHand = false;
  const timer = setTimeout(
    () => {
      isByHand = true;
      running.kill('SIGKILL');
    },
    more.length > 0 ? 60_000 : patienceMs,
  );
  const [, signal] = (await once(running, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  const lines = said.split('\n').filter((line) => line.endsWith('}'));
  return { said: lines.map((line) => JSON.parse(line) as Said), signal, isByHand, complaint };
}

/** Writing statements of a whole migration under writes, by name. */
async function statementsOf(library: TestRetrieval): Promise<{ statements: string[]; said: Said[] }> {
  const file = path.join(library.data.folder, 'statements');
  const { said, signal, complaint } = await run(library.data.file, 0, { note: file }, 'once');
  expect(signal, complaint).toBeNull();
  const statements = [...new Set((await readFile(file, 'utf8')).split('\n').filter((line) => line !== ''))];
  return { statements: statements.toSorted(), said };
}

/** What happens once in a migration must be met the first time. */
const isFrequent = (statement: string) =>
  /outbox|documents|manifests|chunks_N \(doc|collection_indexes set w/.test(statement);

/** Every statement at every moment, in an order that mixes them. */
const failpoints = (statements: string[]): Failpoint[] =>
  (['after', 'before', 'ended'] as const).flatMap((when, turn) =>
    statements.map((statement, at) => ({
      statement,
      when,
      nth: isFrequent(statement) ? 1 + ((at * 5 + turn * 3) % 40) : 1,
    })),
  );

/** What is wrong with what the killed processes have left, once it has been carried on. */
async function examine(library: TestRetrieval, said: readonly Said[]): Promise<void> {
  const { retrieval, data } = library;
  await data.configuration.reload('production');
  await retrieval.directory.reload();
  const migrations = openMigrations(retrieval, { everyMs: 30, leaseMs: 300 });
  migrations.controller.start();
  const [latest] = await retrieval.store.migrations.list({ limit: 1 });
  const deadline = performance.now() + 20_000;
  while (latest) {
    const { migration } = heldOf((await retrieval.store.migrations.find(latest.id))!).body;
    const isUnderWay =
      ['dual-write', 'backfilling', 'retiring'].includes(migration.stage) || migration.pending;
    if (!isUnderWay && !migration.gateRunning) break;
    expect(performance.now(), `${migration.stage} has not gone on`).toBeLessThan(deadline);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await library.settled();
  await migrations.controller.close();

  const connection = connect(data.file, { durability: 'FULL', busyMs: 2_000, readonly: true });
  const documents = connection
    .prepare("select id, seq, deleted, json_extract(body, '$.text') as text from documents")
    .all() as { id: string; seq: number; deleted: number; text: string | null }[];
  const writes = said.filter(({ kind }) => kind === 'write').toSorted((a, b) => a.seq - b.seq);
  for (const { id, seq, text } of new Map(writes.map((one) => [one.id, one])).values()) {
    const stored = documents.find((document) => document.id === id);
    // The last write of a killed process may have been stored without having been said.
    expect(stored?.seq, `the acknowledged write of ${id} is lost`).toBeGreaterThanOrEqual(seq);
    if (stored?.seq === seq) expect(stored.deleted === 1 ? null : stored.text).toBe(text);
  }
  const alive = documents.filter(({ deleted }) => deleted === 0).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const { slot, version } of library.collection().indexes) {
    const { specification } = await retrieval.indexers.version(version);
    const title = specification.splitter.title === 'every-chunk' ? 'Titled\n' : '';
    const chunks = connection
      .prepare(`select document, text from chunks_${slot} order by document, chunk`)
      .all() as { document: string; text: string }[];
    const plain = chunks.map(({ document, text }) => [document, text.replace(/\s+/g, ' ')]);
    expect(plain).toEqual(alive.map(({ id, text }) => [id, `${title}${text}`.replace(/\s+/g, ' ')]));
    const summary = await retrieval.store.manifestSummary(slot);
    expect(summary).toMatchObject({ covered: alive.length, orphans: 0, waiting: 0, dead: 0 });
  }
  connection.close();
  const answers = said.filter(({ kind }) => kind === 'answer');
  expect(answers.filter(({ mixed }) => mixed)).toEqual([]);
  // An epoch has one version, whichever process answered.
  const versions = Map.groupBy(answers, ({ epoch }) => epoch);
  for (const [epoch, own] of versions)
    expect([epoch, new Set(own.map(({ version }) => version)).size]).toEqual([epoch, 1]);
  const reports = await verifyEveryChain({ store: data.store, sign: data.sign }, []);
  expect(reports.filter(({ ok }) => !ok)).toEqual([]);
}

describe('a process that is killed in the middle of a migration', () => {
  it(`loses no acknowledged write, brings back no removed document and mixes no answer, ${kills} times`, async () => {
    const libraries = await Promise.all(Array.from({ length: sides }, () => openTestRetrieval()));
    try {
      // Whatever is done from now on, the children do.
      for (const { retrieval } of libraries) await retrieval.pump.close();
      const [first] = libraries;
      const { statements, said: before } = await statementsOf(first!);
      expect(statements.length).toBeGreaterThan(15);
      const points = failpoints(statements);
      const stride = Math.max(1, Math.floor(points.length / kills));
      const hit = new Set<string>();
      let byHand = 0;
      const work = async (library: TestRetrieval, side: number) => {
        const said: Said[] = side === 0 ? [...before] : [];
        for (let round = side; round < kills; round += sides) {
          const point = points[(round * stride) % points.length]!;
          const done = await run(library.data.file, round + 1, { kill: JSON.stringify(point) });
          expect(done.signal, done.complaint).toBe('SIGKILL');
          said.push(...done.said);
          if (done.isByHand) byHand++;
          else hit.add(`${point.when} ${point.statement}`);
        }
        const { createPump } = await import('../retrieval/pump.ts');
        const { store, indexers, log, now } = library.retrieval;
        library.retrieval.pump = createPump({ store, index: indexers.index, log, now });
        library.retrieval.pump.start();
        await examine(library, said);
        return said.length;
      };
      const lines = await Promise.all(libraries.map(work));
      process.stdout.write(
        `${kills} kills, ${byHand} of them by the clock; ${hit.size} of ${points.length} places and moments hit (${statements.length} statements); ${lines.reduce((sum, one) => sum + one, 0)} lines said\n`,
      );
      expect(hit.size).toBeGreaterThanOrEqual(Math.min(kills, points.length) / 2);
    } finally {
      for (const library of libraries) await library.close();
    }
  }, 1_200_000);
});
